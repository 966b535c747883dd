"""Compiled inner loops: arrays in, arrays out. They import numpy and numba and nothing else."""
