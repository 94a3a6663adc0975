"""Display names have a short form, by which those that look alike are found."""

import sqlalchemy as sa
from alembic import op

from simulator.text.look_alikes import look

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Work out the short form of every display name; a stand-in has none."""
    op.add_column("people", sa.Column("look", sa.String(length=100), nullable=True))
    people = sa.table("people", *map(sa.column, ("id", "shown", "look", "stand_in")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(people)).all():
        short = "" if row.stand_in else look(row.shown)
        connection.execute(sa.update(people).where(people.c.id == row.id).values(look=short))
    with op.batch_alter_table("people", table_kwargs={"sqlite_autoincrement": True}) as changed:
        changed.alter_column("look", existing_type=sa.String(length=100), nullable=False)
        changed.create_index("ix_people_look", ["look"])
