"""Code skeletons: cookiecutter templates, fetched, allowed, and rendered in a child process."""
