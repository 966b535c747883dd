"""The watch room beside its peers, on the same input, in one run; results are compared before times are printed."""
