"""The desk for programs: a JSON API over the same plays, people and rules as the pages."""
