"""What could have been: the solver, exact over every reachable position of a rehearsal. Needs NumPy."""
