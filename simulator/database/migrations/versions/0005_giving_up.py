"""It is noted when a trainee asked what would have been better, without trying again first."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note it with the attempt."""
    # made anew in SQLite, so that the table reads as one that is new
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("attempts", recreate="always" if sqlite else "never") as attempts:
        attempts.add_column(sa.Column("gave_up", sa.BigInteger(), nullable=True))
