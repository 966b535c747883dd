"""The only room that opens files and databases of records: write once, hash, manifest, read back and verify."""
