"""Computed indices that are kept: what was asked, the recipe, the panel, and the observations it was made of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "index_run",
        sa.Column("id", _ID, nullable=False),
        sa.Column("framework", sa.Text, nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("question", _ID, nullable=False),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("axes", sa.JSON, nullable=False),
        sa.Column("values", sa.LargeBinary, nullable=False),
        sa.Column("released", sa.String(10), nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("superseded_at", sa.String(32), nullable=True),
        sa.Column("superseded_by", _ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_index_run"),
    )
    op.create_index("ix_index_run_question", "index_run", ["question"])
    op.create_table(
        "index_input",
        sa.Column(
            "run_id",
            _ID,
            sa.ForeignKey("index_run.id", ondelete="CASCADE", name="fk_index_input_run_id_index_run"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("observation_id", _ID, nullable=False),
        sa.Column("document_id", _ID, nullable=True),
        sa.PrimaryKeyConstraint("run_id", "position", name="pk_index_input"),
    )
    op.create_index("ix_index_input_observation_id", "index_input", ["observation_id"])
    op.create_index("ix_index_input_document_id", "index_input", ["document_id"])
