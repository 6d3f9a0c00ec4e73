"""What a cell of a table would be an observation of, where it is none: held back, or put aside by a person."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "withheld",
        sa.Column("cell_id", _ID, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("cell_id", name="pk_withheld"),
    )
