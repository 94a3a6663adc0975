"""The rules of the knowledge exam: what the right answer is on a day, and what an answer is worth."""
