"""What only developers run: everything here is called by the Makefile."""
