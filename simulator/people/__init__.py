"""Who uses the desk: roles, permissions, teams."""
