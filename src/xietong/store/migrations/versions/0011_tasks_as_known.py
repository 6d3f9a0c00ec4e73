"""The tables of tasks keep what was known before; they are made anew from the records when the ledger is opened."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_DAY = sa.String(10)
_MOMENT = sa.String(32)
_STRETCH = ["task_id", "since", "until", "due", "base", "late_from", "silent_from"]


def upgrade() -> None:
    for table in ("task_course", "task_body", "task"):
        op.drop_table(table)
    op.create_table(
        "task",
        sa.Column(
            "number",
            sa.Integer,
            sa.ForeignKey("record.number", name="fk_task_number_record"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("id", _ID, nullable=False),
        sa.Column("parent", _ID, nullable=False),
        sa.Column("plan", _ID, nullable=False),
        sa.Column("start", _DAY, nullable=False),
        sa.Column("due", _DAY, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        *_known(),
        sa.PrimaryKeyConstraint("number", name="pk_task"),
    )
    op.create_index("ix_task_id", "task", ["id", "known_until"])
    op.create_index("ix_task_due", "task", ["known_until", "due", "id"])
    op.create_index("ix_task_plan", "task", ["known_until", "plan"])
    op.create_index("ix_task_parent", "task", ["parent", "known_until"])
    op.create_table(
        "task_body",
        sa.Column("body", sa.String(300), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("task_id", _ID, nullable=False),
        *_known(),
        sa.PrimaryKeyConstraint("body", "role", "task_id", "known_from", name="pk_task_body"),
    )
    op.create_index("ix_task_body_task_id", "task_body", ["task_id", "known_until"])
    op.create_index("ix_task_body_now", "task_body", ["known_until", "role", "body", "task_id"])
    _courses()


def _courses() -> None:
    op.create_table(
        "task_course",
        sa.Column("task_id", _ID, nullable=False),
        sa.Column("since", _DAY, nullable=False),
        sa.Column("until", _DAY, nullable=False),
        sa.Column("due", _DAY, nullable=False),
        sa.Column("base", sa.String(16), nullable=False),
        sa.Column("late_from", _DAY, nullable=False),
        sa.Column("silent_from", _DAY, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        *_known(),
        sa.PrimaryKeyConstraint("task_id", "since", "known_from", name="pk_task_course"),
    )
    op.create_index("ix_task_course_now", "task_course", ["known_until", *_STRETCH])
    op.create_index("ix_task_course_then", "task_course", [*_STRETCH, "known_from", "known_until"])


def _known() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("known_from", _MOMENT, nullable=False), sa.Column("known_until", _MOMENT, nullable=True)
