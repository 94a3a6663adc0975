"""Playing, looking back and classes, in the browser."""
