"""Display names have a short form, by which those that look alike are found."""

import sqlalchemy as sa
from alembic import op

from simulator.text.look_alikes import look

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Work out the short form of every display name."""
    op.add_column("people", sa.Column("look", sa.String(length=100), server_default="", nullable=False))
    people = sa.table("people", *map(sa.column, ("id", "shown", "look", "stand_in")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(people).where(people.c.stand_in.is_(sa.false()))).all():
        value = sa.update(people).where(people.c.id == row.id).values(look=look(row.shown))
        connection.execute(value)
    op.create_index("ix_people_look", "people", ["look"])
