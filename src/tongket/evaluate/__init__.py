"""Peak campaigns and protected events: did it work, how sure are we, and what could have been seen."""
