"""Attempts and what belongs to them, as they are kept."""
