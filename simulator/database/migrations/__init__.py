"""The steps from one shape of the desk's database to the next, run by Alembic: see database/schema.py."""
