"""A bank of questions: what each asks, its key on a day, and what an answer is worth."""
