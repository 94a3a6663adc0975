"""The database of a desk: one writer, one schema, entries that are only ever added, and the audit log."""
