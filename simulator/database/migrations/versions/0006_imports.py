"""Imported questions wait for a second person before exams ask them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of imported questions; what is in the bank already counts as approved."""
    op.create_table(
        "imports",
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_imports_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name="fk_imports_approved_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("question", name="pk_imports"),
    )
