"""The administrator's settings and audit log."""
