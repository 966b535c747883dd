"""Tools of the build: documentation, docstrings, the demonstration report."""
