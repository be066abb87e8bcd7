# a comment
#% if cookiecutter.kinds == "a"
kind = "a"  ## told to nobody
#% else
kind = "{{ cookiecutter.kinds }}"
#% endif
## nor this
  #% for n in range(3):
  n{{ n }} = {{ n }}
  #% endfor
{% set x = 1 %}
    {% if x %}
last = {{ x }}
    {% endif %}
end = "#% no statement"
