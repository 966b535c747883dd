"""``python -m tongket``."""

from tongket.cli import entry

entry()
