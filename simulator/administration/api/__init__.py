"""Accounts and teams, for programs."""
