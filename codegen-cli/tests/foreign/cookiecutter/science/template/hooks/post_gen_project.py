open("ran", "w")
