"""Decisions that can be undone and are never changed; what they do; the queue of open questions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_MARK = sa.String(16)


def upgrade() -> None:
    op.add_column("decision", sa.Column("document_id", _ID, nullable=False, server_default=""))
    op.add_column("decision", sa.Column("undoes", sa.Integer))
    op.create_index("uq_decision_undoes", "decision", ["undoes"], unique=True)
    op.create_index("ix_decision_document_id", "decision", ["document_id", "kind"])
    op.create_index("ix_decision_subject", "decision", ["subject"], postgresql_using="hash")
    op.add_column("observation", sa.Column("judged", _MARK, nullable=False, server_default=""))
    op.add_column("issue", sa.Column("judged", _MARK, nullable=False, server_default=""))
    op.create_table(
        "judgement",
        sa.Column("mention_id", _ID, nullable=False),
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], ondelete="CASCADE", name="fk_judgement_mention_id_mention"
        ),
        sa.ForeignKeyConstraint(["number"], ["decision.number"], name="fk_judgement_number_decision"),
        sa.PrimaryKeyConstraint("mention_id", name="pk_judgement"),
    )
    op.create_index("ix_judgement_document_id", "judgement", ["document_id"])
    _queue()
    _only_added()


def _queue() -> None:
    op.create_table(
        "question",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("weight", sa.Float, nullable=False),
        sa.Column("reach", sa.Integer, nullable=False),
        sa.Column("doubts", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name="pk_question"),
    )
    op.create_index("ix_question_weight", "question", ["weight", "kind", "subject"])
    op.create_table(
        "question_place",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("gravity", sa.Float, nullable=False),
        sa.Column("near", sa.String(16), nullable=False),
        sa.Column("reach", sa.Integer, nullable=False),
        sa.Column("doubts", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], ondelete="CASCADE", name="fk_question_place_document_id_document"
        ),
        sa.PrimaryKeyConstraint("kind", "subject", "document_id", name="pk_question_place"),
    )
    op.create_index("ix_question_place_document_id", "question_place", ["document_id", "kind"])


def _only_added() -> None:
    """The database itself refuses to change or delete a decision."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER decision_no_{event.lower()} BEFORE {event} ON decision "
                "BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION decision_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decisions are only ever added'; END $$"
    )
    op.execute(
        "CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON decision "
        "FOR EACH ROW EXECUTE FUNCTION decision_stays()"
    )
