"""Collect: sources become validated records; a rejected row keeps its place, its rules and its value."""
