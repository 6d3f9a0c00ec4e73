"""Records that persons enter: targets, tasks, updates and what else is dated and only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_STAYS = ("number", "kind", "subject", "parent", "day", "content", "reason", "person", "at")


def upgrade() -> None:
    op.create_table(
        "record",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", _ID, nullable=False),
        sa.Column("parent", _ID, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("content", sa.JSON, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("superseded_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_record"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_record_kind", "record", ["kind", "superseded_at", "day", "subject"])
    op.create_index("ix_record_subject", "record", ["kind", "subject", "number"])
    op.create_index("ix_record_parent", "record", ["parent", "kind"])
    op.create_table(
        "record_term",
        sa.Column(
            "number",
            sa.Integer,
            sa.ForeignKey("record.number", ondelete="CASCADE", name="fk_record_term_number_record"),
            nullable=False,
        ),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.String(256), nullable=False),
        sa.PrimaryKeyConstraint("number", "name", "value", name="pk_record_term"),
    )
    op.create_index("ix_record_term_value", "record_term", ["name", "value", "number"])
    _only_added()


def _only_added() -> None:
    """No row is changed or taken away; only that it was superseded is written into it, once."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER record_no_delete BEFORE DELETE ON record "
            "BEGIN SELECT RAISE(ABORT, 'records are only ever added'); END"
        )
        op.execute(
            "CREATE TRIGGER record_no_update BEFORE UPDATE ON record WHEN OLD.superseded_at IS NOT NULL OR "
            + " OR ".join(f'OLD."{one}" IS NOT NEW."{one}"' for one in _STAYS)
            + " BEGIN SELECT RAISE(ABORT, 'records are only ever added'); END"
        )
        return
    changed = " OR ".join(
        f'OLD."{one}"::text IS DISTINCT FROM NEW."{one}"::text' if one == "content"
        else f'OLD."{one}" IS DISTINCT FROM NEW."{one}"' for one in _STAYS
    )  # fmt: skip
    op.execute(
        "CREATE FUNCTION record_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'DELETE' OR OLD.superseded_at IS NOT NULL OR {changed} "
        "THEN RAISE EXCEPTION 'records are only ever added'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER record_stays BEFORE UPDATE OR DELETE ON record FOR EACH ROW EXECUTE FUNCTION record_stays()"
    )
