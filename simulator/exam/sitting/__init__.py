"""The monthly exam: what its marks tell, and how a paper is put together from a bank."""
