"""Tables: sheets and cells; observations of cells and of vintages; findings with row and column."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "sheet",
        sa.Column("id", _ID, nullable=False),
        sa.Column(
            "document_id",
            _ID,
            sa.ForeignKey("document.id", ondelete="CASCADE", name="fk_sheet_document_id_document"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("mapping_text", sa.Text, nullable=False),
        sa.Column("headings", sa.JSON, nullable=False),
        sa.Column("below", sa.JSON, nullable=False),
        sa.Column("cells", sa.Integer, nullable=False),
        sa.Column("held", sa.Integer, nullable=False),
        sa.Column("released", sa.String(10), nullable=False),
        sa.Column("added", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheet"),
    )
    op.create_index("ix_sheet_document_id", "sheet", ["document_id"])
    op.create_table(
        "cell",
        sa.Column("id", _ID, nullable=False),
        sa.Column("sheet_id", _ID, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("column", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("phrase", sa.Text, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("period", sa.String(32), nullable=False),
        sa.Column("value", sa.Text, nullable=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cell"),
        sqlite_with_rowid=False,
    )
    op.add_column("observation", sa.Column("cell_id", _ID, nullable=True))
    op.add_column("observation", sa.Column("released", sa.String(10), nullable=False, server_default=""))
    # observations of cells have no statement: they need not be in its index
    op.drop_index("ix_observation_statement_id", "observation")
    op.create_index(
        "ix_observation_statement_id",
        "observation",
        ["statement_id"],
        sqlite_where=sa.text("statement_id IS NOT NULL"),
        postgresql_where=sa.text("statement_id IS NOT NULL"),
    )
    op.add_column("issue_place", sa.Column("sheet", sa.Text, nullable=False, server_default=""))
    op.add_column("issue_place", sa.Column("row", sa.Integer, nullable=False, server_default="0"))
    op.add_column("issue_place", sa.Column("column", sa.Integer, nullable=False, server_default="0"))
