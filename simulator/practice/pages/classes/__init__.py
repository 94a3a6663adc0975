"""Classes and teams: who is where and where calls are lost, what is assigned, the month's targets."""
