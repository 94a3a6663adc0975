"""Review cards: what somebody missed in an exam is asked again until it sits."""
