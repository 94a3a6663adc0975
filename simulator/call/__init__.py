"""A call: what its case means, how it is played, what could have been, what is told of it. Pure."""
