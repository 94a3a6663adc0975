"""Commands for administrators of a desk."""
