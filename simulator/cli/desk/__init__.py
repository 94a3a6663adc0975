"""Commands for whoever looks after a desk."""
