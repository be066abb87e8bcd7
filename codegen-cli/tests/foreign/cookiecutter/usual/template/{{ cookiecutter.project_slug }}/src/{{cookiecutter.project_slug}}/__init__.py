NAME = "{{ cookiecutter.project_name }}"
