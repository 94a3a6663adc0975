"""The administrator's people: accounts, invitations, lists to import, teams."""
