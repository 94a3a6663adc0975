"""What the marks tell of questions, papers and months."""
