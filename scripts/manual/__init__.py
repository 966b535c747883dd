"""Pages of the manual that the program writes about itself; what the code does not say stands in TOML beside them."""
