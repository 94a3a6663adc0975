"""Training over many plays: whom to meet next, when a case is mastered, what is kept, and scripted plays."""
