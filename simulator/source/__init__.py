"""Authored text in, with the place of everything; what is wrong with it, in one list."""
