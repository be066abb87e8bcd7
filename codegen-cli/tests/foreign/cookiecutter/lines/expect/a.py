# a comment
kind = "a"

  n0 = 0
  n1 = 1
  n2 = 2
last = 1
end = "#% no statement"
