"""Sentences for people, in their language, and refusals: the ground that everything stands on."""
