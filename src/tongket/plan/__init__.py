"""Targets, deadlines, directives, petitions, wanted notices, inspections: are we doing what we said, by when."""
