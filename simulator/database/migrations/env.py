"""What Alembic runs to bring a database up to date, on the connection that database/schema.py gives it."""

from alembic import context

from simulator.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
context.run_migrations()
