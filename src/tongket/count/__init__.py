"""Declared indicators become figures: counts, rates, clearance, comparisons, each with how sure we are."""
