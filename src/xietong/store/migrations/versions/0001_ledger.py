"""Documents, texts, mentions, statements.

Written out, not taken from the models: a migration says what the schema was, whatever the models become.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(64)
TIME = sa.String(32)


def _key(table: str, target: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{target}.id", ondelete="CASCADE", name=f"fk_{table}_{target}_id_{target}")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("added", TIME, nullable=False),
        sa.Column("hidden", TIME),
        sa.Column("text_id", ID, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("date", TIME, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("reader", sa.String(64), nullable=False),
        sa.Column("given_title", sa.Text, nullable=False),
        sa.Column("given_date", TIME, nullable=False),
        sa.Column("given_publisher", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
    )
    op.create_index("ix_document_order", "document", ["day", "added"])
    op.create_table(
        "text",
        sa.Column("id", ID, nullable=False),
        sa.Column("document_id", ID, _key("text", "document"), nullable=False),
        sa.Column("extractor", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("date", TIME, nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("articles", sa.JSON, nullable=False),
        sa.Column("pages", sa.JSON),
        sa.Column("boxes", sa.LargeBinary),
        sa.Column("added", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_text"),
    )
    op.create_index("ix_text_document_id", "text", ["document_id"])
    op.create_table(
        "mention",
        sa.Column("id", ID, nullable=False),
        sa.Column("text_id", ID, _key("mention", "text"), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mention"),
    )
    op.create_index("ix_mention_text_id", "mention", ["text_id", "start"])
    _statements()
    op.create_table(
        "unread",
        sa.Column("text_id", ID, _key("unread", "text"), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("text_id", "start", "end", name="pk_unread"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("id", ID, nullable=False),
        sa.Column("mention_id", ID, _key("statement", "mention"), nullable=False),
        sa.Column("document_id", ID, _key("statement", "document"), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("sentence_start", sa.Integer, nullable=False),
        sa.Column("sentence_end", sa.Integer, nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("plain", sa.Text, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("form", sa.String(8), nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("modifier", sa.String(2), nullable=False),
        sa.Column("measure", sa.String(16), nullable=False),
        sa.Column("modality", sa.String(8), nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("regions", sa.JSON, nullable=False),
        sa.Column("period", TIME, nullable=False),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("base_period", TIME, nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("attribution", sa.Text, nullable=False),
        sa.Column("attribution_start", sa.Integer, nullable=False),
        sa.Column("attribution_end", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("first_reader", sa.String(64), nullable=False),
        sa.Column("first_read", TIME, nullable=False),
        sa.Column("last_reader", sa.String(64), nullable=False),
        sa.Column("last_read", TIME, nullable=False),
        sa.Column("superseded_at", TIME),
        sa.Column("superseded_by", ID),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
    )
    op.create_index("ix_statement_mention_id", "statement", ["mention_id"])
    op.create_index("ix_statement_document_id", "statement", ["document_id", "start"])
    op.create_index("ix_statement_period", "statement", ["last_day", "first_day"])
    op.create_index("ix_statement_indicator", "statement", ["indicator"], postgresql_using="hash")
    op.create_table(
        "place",
        sa.Column("statement_id", ID, _key("place", "statement"), nullable=False),
        sa.Column("place", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("statement_id", "place", name="pk_place"),
    )
    op.create_index("ix_place_place", "place", ["place", "statement_id"])
