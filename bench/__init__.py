"""The benchmark: whole jobs in cold processes, side by side with their peers in one run, as ratios."""
