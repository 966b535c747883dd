"""Read a report, find every number in it, recompute it, match it with figures, and say what is wrong."""
