"""Links to the indicator catalogue, observations, decisions and findings; links fill themselves on opening."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "link",
        sa.Column(
            "statement_id",
            _ID,
            sa.ForeignKey("statement.id", ondelete="CASCADE", name="fk_link_statement_id_statement"),
            nullable=False,
        ),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("statement_id", name="pk_link"),
    )
    op.create_index("ix_link_indicator", "link", ["indicator", "place"])
    op.create_table(
        "observation",
        sa.Column("id", _ID, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("period", sa.String(32), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("measure", sa.String(16), nullable=False),
        sa.Column("base_period", sa.String(32), nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("breakdown", sa.Text, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("form", sa.String(8), nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("modifier", sa.String(2), nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("attribution", sa.Text, nullable=False),
        sa.Column("passage", sa.String(16), nullable=False),
        sa.Column(
            "document_id",
            _ID,
            sa.ForeignKey("document.id", ondelete="CASCADE", name="fk_observation_document_id_document"),
            nullable=True,
        ),
        sa.Column(
            "statement_id",
            _ID,
            sa.ForeignKey("statement.id", ondelete="CASCADE", name="fk_observation_statement_id_statement"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_observation"),
    )
    op.create_index("ix_observation_indicator", "observation", ["indicator", "place", "measure", "last_day"])
    op.create_index("ix_observation_document_id", "observation", ["document_id"])
    op.create_index("ix_observation_statement_id", "observation", ["statement_id"])
    op.create_table(
        "decision",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_decision"),
    )
    op.create_index("ix_decision_kind", "decision", ["kind", "number"])
    op.create_table(
        "issue",
        sa.Column("id", _ID, nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("severity", sa.String(8), nullable=False),
        sa.Column("computation", sa.Text, nullable=False),
        sa.Column("message", sa.JSON, nullable=False),
        sa.Column("found", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_issue"),
    )
    op.create_table(
        "issue_place",
        sa.Column(
            "issue_id",
            _ID,
            sa.ForeignKey("issue.id", ondelete="CASCADE", name="fk_issue_place_issue_id_issue"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column(
            "document_id",
            _ID,
            sa.ForeignKey("document.id", ondelete="CASCADE", name="fk_issue_place_document_id_document"),
            nullable=False,
        ),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "position", name="pk_issue_place"),
    )
    op.create_index("ix_issue_place_document_id", "issue_place", ["document_id", "start"])
