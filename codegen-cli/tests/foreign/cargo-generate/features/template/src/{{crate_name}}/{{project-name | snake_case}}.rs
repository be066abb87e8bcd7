// {{ project-name }}
