"""Review cards: what was missed comes back until it sits."""
