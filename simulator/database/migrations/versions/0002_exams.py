"""The monthly exam: banks, exams, sittings, review cards; and the audit log becomes a chain."""

import sqlalchemy as sa
from alembic import op

from simulator.database.audit import START, detail_digest, entry_hash, new_salt

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROWS = 1_000


def upgrade() -> None:
    """Make the exam's tables, let attempts belong to a sitting, and chain the entries that there are."""
    _make_tables()
    with op.batch_alter_table("attempts") as attempts:
        attempts.add_column(sa.Column("sitting", sa.Integer(), nullable=True))
        attempts.create_foreign_key(
            "fk_attempts_sitting", "sittings", ["sitting"], ["id"], ondelete="SET NULL"
        )
        attempts.create_index("ix_attempts_sitting", ["sitting"])
    op.add_column("audit", sa.Column("salt", sa.String(length=32), nullable=True))
    op.add_column("audit", sa.Column("digest", sa.String(length=64), nullable=True))
    op.add_column("audit", sa.Column("hash", sa.String(length=64), nullable=True))
    _chain(op.get_bind())
    with op.batch_alter_table("audit") as audit:
        audit.alter_column("digest", existing_type=sa.String(length=64), nullable=False)
        audit.alter_column("hash", existing_type=sa.String(length=64), nullable=False)
        audit.drop_constraint("fk_audit_person", type_="foreignkey")


def _chain(connection: sa.Connection) -> None:
    """Give every entry of the audit log its hash, from the first to the last."""
    audit = sa.table(
        "audit",
        *map(sa.column, ("id", "at", "person", "action", "subject", "salt", "digest", "hash")),
        sa.column("detail", sa.JSON()),
    )
    change = (
        sa.update(audit)
        .where(audit.c.id == sa.bindparam("entry"))
        .values(salt=sa.bindparam("salt"), digest=sa.bindparam("digest"), hash=sa.bindparam("hash"))
    )
    before, last = START, 0
    while True:
        portion = sa.select(audit).where(audit.c.id > last).order_by(audit.c.id).limit(ROWS)
        rows = connection.execute(portion).all()
        if not rows:
            return
        values = []
        for row in rows:
            salt = new_salt()
            digest = detail_digest(salt, row.detail)
            before = entry_hash(before, row.at, row.person, row.action, row.subject, digest)
            values.append({"entry": row.id, "salt": salt, "digest": digest, "hash": before})
        connection.execute(change, values)
        last = rows[-1].id


def _make_tables() -> None:
    op.create_table(
        "bank_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["bundle"], ["bundles.hash"], name="fk_bank_draft_bundle"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_bank_draft_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_draft"),
    )
    op.create_table(
        "bank_versions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bundle", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["bundle"], ["bundles.hash"], name="fk_bank_versions_bundle"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_bank_versions_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("number", name="pk_bank_versions"),
    )
    op.create_table(
        "bulletin_reads",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("bulletin", sa.String(length=100), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_bulletin_reads_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "bulletin", name="pk_bulletin_reads"),
    )
    op.create_table(
        "exams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("bank", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("opens", sa.BigInteger(), nullable=False),
        sa.Column("closes", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("pass_share", sa.Float(), nullable=False),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("released", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["bank"], ["bundles.hash"], name="fk_exams_bank"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_exams_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_exams"),
    )
    op.create_index("ix_exams_bank", "exams", ["bank"])
    op.create_index("ix_exams_desk", "exams", ["desk"])
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("asked", sa.String(length=100), nullable=False),
        sa.Column("policy", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=100), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("retired", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("exam", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["exam"], ["exams.id"], name="fk_cards_exam", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_cards_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
    )
    op.create_index("ix_cards_person_due", "cards", ["person", "due"])
    op.create_table(
        "judges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["exam"], ["exams.id"], name="fk_judges_exam", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_judges_person", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_judges"),
        sa.UniqueConstraint("exam", "person", name="uq_judges_exam_person"),
    )
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_rulings_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["exam"], ["exams.id"], name="fk_rulings_exam", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_rulings"),
    )
    op.create_index("ix_rulings_exam", "rulings", ["exam"])
    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["exam"], ["exams.id"], name="fk_sittings_exam", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_sittings_person", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_sittings"),
        sa.UniqueConstraint("exam", "person", name="uq_sittings_exam_person"),
    )
    op.create_index("ix_sittings_person", "sittings", ["person"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_decisions_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["sitting"], ["sittings.id"], name="fk_decisions_sitting", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_sitting", "decisions", ["sitting"])
    op.create_table(
        "card_answers",
        sa.Column("card", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["card"], ["cards.id"], name="fk_card_answers_card", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("card", "key", name="pk_card_answers"),
    )
    op.create_table(
        "estimates",
        sa.Column("judge", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["judge"], ["judges.id"], name="fk_estimates_judge", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("judge", "question", name="pk_estimates"),
    )
    op.create_table(
        "sitting_entries",
        sa.Column("sitting", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_sitting_entries_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["sitting"], ["sittings.id"], name="fk_sitting_entries_sitting", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sitting", "number", name="pk_sitting_entries"),
        sa.UniqueConstraint("sitting", "key", name="uq_sitting_entries_sitting_key"),
        sqlite_with_rowid=False,
    )
