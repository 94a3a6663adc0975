"""How many moves a second the desk takes in, beside the smallest application that could be called one."""
