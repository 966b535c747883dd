"""Charts and maps of a report: figures in, a picture with its words and its table of numbers out."""
