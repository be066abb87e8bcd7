@echo off
echo {{ cookiecutter.slug }}
{% if cookiecutter.use_docs %}
docs
{% endif %}
