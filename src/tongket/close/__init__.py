"""Close the books: seal what was known at a cut-off, verify it, and explain what changed between two seals."""
