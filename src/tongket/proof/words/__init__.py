"""The words of each language that carry meaning around a number, as data."""
