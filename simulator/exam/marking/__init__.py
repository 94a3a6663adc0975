"""What an answer is worth, and what an exam came to."""
