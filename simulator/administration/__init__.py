"""Accounts, sign-in, settings and the audit log; what is kept about somebody, and what remains of them."""
