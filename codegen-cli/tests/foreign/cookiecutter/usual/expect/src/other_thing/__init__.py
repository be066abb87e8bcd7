NAME = "Other-Thing"
