"""Accounts, sign-in, settings and the audit log, in the browser."""
