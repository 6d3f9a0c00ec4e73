"""Tasks as lists show them, and how each stood from when to when; made from the records, and made again when the rules change."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_DAY = sa.String(10)


def upgrade() -> None:
    op.drop_index("ix_record_parent", "record")
    # as wide as the one by kind, so that what belongs to a thing is not looked for among all of its kind
    op.create_index("ix_record_parent", "record", ["parent", "kind", "superseded_at", "day", "subject"])
    op.create_table(
        "task",
        sa.Column("id", _ID, nullable=False),
        sa.Column("number", sa.Integer, sa.ForeignKey("record.number", name="fk_task_number_record"), nullable=False),
        sa.Column("parent", _ID, nullable=False),
        sa.Column("plan", _ID, nullable=False),
        sa.Column("start", _DAY, nullable=False),
        sa.Column("due", _DAY, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
    )
    op.create_index("ix_task_due", "task", ["due", "id"])
    op.create_index("ix_task_plan", "task", ["plan", "due", "id"])
    op.create_index("ix_task_parent", "task", ["parent"])
    op.create_index("ix_task_number", "task", ["number"])
    op.create_table(
        "task_body",
        sa.Column("body", sa.String(300), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column(
            "task_id",
            _ID,
            sa.ForeignKey("task.id", ondelete="CASCADE", name="fk_task_body_task_id_task"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("body", "role", "task_id", name="pk_task_body"),
    )
    op.create_index("ix_task_body_task_id", "task_body", ["task_id"])
    _courses()


def _courses() -> None:
    op.create_table(
        "task_course",
        sa.Column(
            "task_id",
            _ID,
            sa.ForeignKey("task.id", ondelete="CASCADE", name="fk_task_course_task_id_task"),
            nullable=False,
        ),
        sa.Column("since", _DAY, nullable=False),
        sa.Column("until", _DAY, nullable=False),
        sa.Column("due", _DAY, nullable=False),
        sa.Column("base", sa.String(16), nullable=False),
        sa.Column("late_from", _DAY, nullable=False),
        sa.Column("silent_from", _DAY, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("task_id", "since", name="pk_task_course"),
    )
    op.create_index(
        "ix_task_course_whole", "task_course", ["task_id", "since", "until", "due", "base", "late_from", "silent_from"]
    )
