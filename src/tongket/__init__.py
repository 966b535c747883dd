"""Turn a city police's records into figures that can be traced, and into the year-end report made of them."""

__version__ = "0.1.0"
