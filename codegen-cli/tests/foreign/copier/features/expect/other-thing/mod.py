name = "Other Thing"
