"""Accounts, sessions, tokens, links and passwords, as they are kept."""
