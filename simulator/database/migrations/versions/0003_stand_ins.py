"""A stand-in takes the place of a deleted account, and it is noted who was in a team from when to when."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note when somebody joined their team and left, and which rows stand in for deleted accounts."""
    op.add_column("people", sa.Column("joined", sa.Date(), nullable=True))
    op.add_column("people", sa.Column("left", sa.Date(), nullable=True))
    op.add_column("people", sa.Column("stand_in", sa.Boolean(), nullable=True))
    op.execute(sa.text("UPDATE people SET stand_in = false"))
    # a number in the audit log never becomes somebody else's, so the table that SQLite makes anew counts on
    with op.batch_alter_table("people", table_kwargs={"sqlite_autoincrement": True}) as people:
        people.alter_column("stand_in", existing_type=sa.Boolean(), nullable=False)
