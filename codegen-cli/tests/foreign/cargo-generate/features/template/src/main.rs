// {{ title }}, {{ project-name | upper_camel_case }} {{ crate_name | shouty_snake_case }} {{nobody}}<{{ level }}>
{% if docs %}//! Documented.
{% endif -%}
use {{crate_name}}::run;
{%- comment %} nothing {% endcomment %}
{% assign loud = title | upcase | append: "!" -%}
const TITLE: &str = "{{ loud }}";
{% capture both %}{{ license }}/{{ docs }}{% endcapture %}const BOTH: &str = "{{ both }}";
{% case license %}{% when "MIT" %}// short{% else %}// long{% endcase %}
{% for i in (1..5) reversed %}{% if i == 2 %}{% break %}{% endif %}{% if i == 4 %}{% continue %}{% endif %}{{ forloop.index0 }}:{{ i }} {% endfor %}
{% raw %}{{ not.rendered }}{% endraw %} {{ "a,b" | split: "," | join: "+" }} {{ "x" | replace: "x", "yz" | prepend: ">" }}
{{ features | size }} {{ features[0] }} {{ features.last }} {{ 7 | times: 3 | plus: 1 }} {{ "  s " | strip }} {{ "title case" | capitalize }}
