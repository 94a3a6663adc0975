"""The policies of a desk, with their versions: what cases cite and questions ask about."""
