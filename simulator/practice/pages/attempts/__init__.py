"""Attempts looked at afterwards: the debrief, its comments, tried again, and two calls compared."""
