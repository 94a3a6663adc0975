"""It is noted when a trainee asked what would have been better, without trying again first."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note it with the attempt."""
    op.add_column("attempts", sa.Column("gave_up", sa.BigInteger(), nullable=True))
