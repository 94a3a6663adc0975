"""From the bank and a blueprint to papers, with the reason for each question."""
