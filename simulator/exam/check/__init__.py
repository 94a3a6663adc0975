"""All that can be wrong with a bank of questions."""
