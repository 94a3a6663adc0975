"""The monthly exam, from the bank to the report."""
