"""A play at the terminal: the trainee types, the case answers, every move is saved at once."""
