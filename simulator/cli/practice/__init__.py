"""Commands about playing, and looking back."""
