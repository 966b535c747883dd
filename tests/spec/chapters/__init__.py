"""Chapters of the manual "What is counted, and how", in order."""
