"""Readers: every kind of source becomes a raw table, text with line numbers as a person counts them."""
