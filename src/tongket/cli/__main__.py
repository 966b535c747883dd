"""``python -m tongket.cli``."""

from tongket.cli import entry

entry()
