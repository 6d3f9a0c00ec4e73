"""Derived observations: what was asked, the formula, the inputs as they were, the result."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "derivation",
        sa.Column("id", _ID, nullable=False),
        sa.Column("formula", sa.String(32), nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("question", _ID, nullable=False),
        sa.Column("computation", sa.Text, nullable=False),
        sa.Column("issues", sa.JSON, nullable=False),
        sa.Column("result", sa.JSON, nullable=False),
        sa.Column("low", sa.Text, nullable=True),
        sa.Column("high", sa.Text, nullable=True),
        sa.Column("released", sa.String(10), nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("superseded_at", sa.String(32), nullable=True),
        sa.Column("superseded_by", _ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_derivation"),
    )
    op.create_index("ix_derivation_question", "derivation", ["question"])
    op.create_index("ix_derivation_indicator", "derivation", ["indicator", "made"])
    op.create_table(
        "derivation_input",
        sa.Column(
            "derivation_id",
            _ID,
            sa.ForeignKey("derivation.id", ondelete="CASCADE", name="fk_derivation_input_derivation_id_derivation"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("observation_id", _ID, nullable=False),
        sa.Column("document_id", _ID, nullable=True),
        sa.Column("content", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("derivation_id", "position", name="pk_derivation_input"),
    )
    op.create_index("ix_derivation_input_observation_id", "derivation_input", ["observation_id"])
    op.create_index("ix_derivation_input_document_id", "derivation_input", ["document_id"])
