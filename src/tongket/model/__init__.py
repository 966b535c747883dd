"""What things are: frozen values that cannot be built invalid. No input or output, no engine."""
