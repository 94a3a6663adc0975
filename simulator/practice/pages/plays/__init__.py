"""Playing a case in the browser: begun, move by move, stage by stage."""
