"""Passages and the full-text index over them; the index fills itself when the ledger is opened."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passage",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column(
            "text_id",
            sa.String(64),
            sa.ForeignKey("text.id", ondelete="CASCADE", name="fk_passage_text_id_text"),
            nullable=False,
        ),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("plain", sa.Text, nullable=False),
        sa.Column("offsets", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_passage"),
    )
    op.create_index("ix_passage_text_id", "passage", ["text_id"])
    if op.get_bind().dialect.name == "sqlite":
        # our tokens are already cut: "ascii" splits at blanks and takes every other character as it is
        op.execute(
            "CREATE VIRTUAL TABLE fulltext USING fts5(bigrams, words, content='', tokenize='ascii', detail='column')"
        )
    else:
        op.execute(
            "CREATE TABLE fulltext (number integer PRIMARY KEY REFERENCES passage (number) ON DELETE CASCADE,"
            " bigrams tsvector NOT NULL, words tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX ix_fulltext_bigrams ON fulltext USING gin (bigrams)")
