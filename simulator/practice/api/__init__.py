"""Playing and looking back, for programs."""
