"""The tables. Times are ISO 8601 in UTC, values exact decimal strings, lists JSON; the same on both engines."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, String, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Id = String(64)


class Base(DeclarativeBase):
    """Constraint names are fixed, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Document(Base):
    """A file by the SHA-256 of its bytes; `given_*` is what the person said of it, the rest what is shown."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_order", "day", "added"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    added: Mapped[str] = mapped_column(String(32))
    hidden: Mapped[str | None] = mapped_column(String(32))
    text_id: Mapped[str] = mapped_column(Id)
    """The present text; no foreign key, as text and document would point at each other."""
    title: Mapped[str] = mapped_column(Text)
    date: Mapped[str] = mapped_column(String(32))
    day: Mapped[str] = mapped_column(String(10))
    """Last day of `date`, for sorting; empty where there is no date."""
    publisher: Mapped[str] = mapped_column(Text)
    reader: Mapped[str] = mapped_column(String(64))
    given_title: Mapped[str] = mapped_column(Text)
    given_date: Mapped[str] = mapped_column(String(32))
    given_publisher: Mapped[str] = mapped_column(Text)


class DocumentText(Base):
    """The characters as one extractor version gave them. A newer extractor adds a row; the older stays."""

    __tablename__ = "text"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    document_id: Mapped[str] = mapped_column(Id, ForeignKey("document.id", ondelete="CASCADE"), index=True)
    extractor: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    characters: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    date: Mapped[str] = mapped_column(String(32))
    publisher: Mapped[str] = mapped_column(Text)
    articles: Mapped[list[object]] = mapped_column(JSON)
    pages: Mapped[list[object] | None] = mapped_column(JSON)
    boxes: Mapped[bytes | None] = mapped_column(LargeBinary)
    """zlib of four little-endian float32 for each character."""
    added: Mapped[str] = mapped_column(String(32))


class Mention(Base):
    """A place in a text, whatever is read there."""

    __tablename__ = "mention"
    __table_args__ = (Index("ix_mention_text_id", "text_id", "start"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    text_id: Mapped[str] = mapped_column(Id, ForeignKey("text.id", ondelete="CASCADE"))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)


class StatementTable(Base):
    """One reading of a mention, never changed after; only who read it last, and what superseded it, move on.

    `document_id`, `start` and `plain` (the clause without its line breaks) repeat what mention and text know, so that
    a filtered list need not visit them.
    """

    __tablename__ = "statement"
    __table_args__ = (
        Index("ix_statement_document_id", "document_id", "start"),
        Index("ix_statement_period", "last_day", "first_day"),
        # a phrase may be longer than a B-tree entry of PostgreSQL can hold
        Index("ix_statement_indicator", "indicator", postgresql_using="hash"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    mention_id: Mapped[str] = mapped_column(Id, ForeignKey("mention.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[str] = mapped_column(Id, ForeignKey("document.id", ondelete="CASCADE"))
    start: Mapped[int]
    sentence_start: Mapped[int]
    sentence_end: Mapped[int]
    sentence: Mapped[str] = mapped_column(Text)
    plain: Mapped[str] = mapped_column(Text)
    value: Mapped[list[str]] = mapped_column(JSON)
    form: Mapped[str] = mapped_column(String(8))
    unit: Mapped[str] = mapped_column(Text)
    modifier: Mapped[str] = mapped_column(String(2))
    measure: Mapped[str] = mapped_column(String(16))
    modality: Mapped[str] = mapped_column(String(8))
    indicator: Mapped[str] = mapped_column(Text)
    regions: Mapped[list[str]] = mapped_column(JSON)
    period: Mapped[str] = mapped_column(String(32))
    first_day: Mapped[str] = mapped_column(String(10))
    last_day: Mapped[str] = mapped_column(String(10))
    base_period: Mapped[str] = mapped_column(String(32))
    scope: Mapped[list[str]] = mapped_column(JSON)
    attribution: Mapped[str] = mapped_column(Text)
    attribution_start: Mapped[int]
    attribution_end: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    first_reader: Mapped[str] = mapped_column(String(64))
    first_read: Mapped[str] = mapped_column(String(32))
    last_reader: Mapped[str] = mapped_column(String(64))
    last_read: Mapped[str] = mapped_column(String(32))
    superseded_at: Mapped[str | None] = mapped_column(String(32))
    superseded_by: Mapped[str | None] = mapped_column(Id)


class Place(Base):
    """One row for each place that a statement can be asked for by."""

    __tablename__ = "place"
    __table_args__ = (Index("ix_place_place", "place", "statement_id"),)

    statement_id: Mapped[str] = mapped_column(Id, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(String(128), primary_key=True)


class UnreadTable(Base):
    """A number seen and not read in a text, with the reason; replaced as a whole by the next reading."""

    __tablename__ = "unread"

    text_id: Mapped[str] = mapped_column(Id, ForeignKey("text.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    end: Mapped[int] = mapped_column(primary_key=True)
    quote: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(64))


class Passage(Base):
    """A piece of a text as the full-text index sees it: repaired, folded; [start, end) are offsets into the text."""

    __tablename__ = "passage"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    text_id: Mapped[str] = mapped_column(Id, ForeignKey("text.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    plain: Mapped[str] = mapped_column(Text)
    offsets: Mapped[bytes] = mapped_column(LargeBinary)
    """zlib of little-endian uint32: for each character of `plain` how far on in the text it stands from the one before
    it (the first: from `start`)."""


class LinkTable(Base):
    """What a present statement is about: a code of the catalogue, or its phrase with score 0; recomputable."""

    __tablename__ = "link"
    __table_args__ = (Index("ix_link_indicator", "indicator", "place"),)

    statement_id: Mapped[str] = mapped_column(Id, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True)
    indicator: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    score: Mapped[float]
    why: Mapped[str] = mapped_column(Text)


class ObservationTable(Base):
    """One source of one key; made again from its statement whenever that is linked anew."""

    __tablename__ = "observation"
    __table_args__ = (
        Index("ix_observation_indicator", "indicator", "place", "measure", "last_day"),
        Index("ix_observation_document_id", "document_id"),
        Index(
            "ix_observation_statement_id",
            "statement_id",
            sqlite_where=text("statement_id IS NOT NULL"),
            postgresql_where=text("statement_id IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(String(32))
    last_day: Mapped[str] = mapped_column(String(10))
    measure: Mapped[str] = mapped_column(String(16))
    base_period: Mapped[str] = mapped_column(String(32))
    scope: Mapped[str] = mapped_column(Text)
    breakdown: Mapped[str] = mapped_column(Text)
    value: Mapped[list[str]] = mapped_column(JSON)
    form: Mapped[str] = mapped_column(String(8))
    unit: Mapped[str] = mapped_column(Text)
    modifier: Mapped[str] = mapped_column(String(2))
    quote: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    method: Mapped[str] = mapped_column(Text)
    attribution: Mapped[str] = mapped_column(Text)
    passage: Mapped[str] = mapped_column(String(16))
    document_id: Mapped[str | None] = mapped_column(Id, ForeignKey("document.id", ondelete="CASCADE"))
    statement_id: Mapped[str | None] = mapped_column(Id, ForeignKey("statement.id", ondelete="CASCADE"))
    cell_id: Mapped[str | None] = mapped_column(Id)
    """The cell of a table; no foreign key and no index: the ids of a cell's observations begin with its own."""
    released: Mapped[str] = mapped_column(String(10), server_default="")
    """The day of the vintage, where a table holds several; else that of the document counts."""
    judged: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """accepted or corrected by a person; empty where nobody has looked at it."""


class SheetTable(Base):
    """One table of a document, as one mapping read it; read again it is replaced as a whole."""

    __tablename__ = "sheet"
    __table_args__ = (Index("ix_sheet_document_id", "document_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    document_id: Mapped[str] = mapped_column(Id, ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    mapping: Mapped[str] = mapped_column(Text)
    mapping_text: Mapped[str] = mapped_column(Text)
    headings: Mapped[list[object]] = mapped_column(JSON)
    below: Mapped[list[object]] = mapped_column(JSON)
    cells: Mapped[int]
    held: Mapped[int]
    released: Mapped[str] = mapped_column(String(10))
    added: Mapped[str] = mapped_column(String(32))


class CellTable(Base):
    """One cell of a table with what it says. Its id is 48 digits of its sheet's, 10 of its row, 6 of its column, so
    that a table is written and found in one piece; it goes with its sheet (`store.table_writing.forget`)."""

    __tablename__ = "cell"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sheet_id: Mapped[str] = mapped_column(Id)
    row: Mapped[int]
    column: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text)
    phrase: Mapped[str] = mapped_column(Text)
    indicator: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(String(32))
    value: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    mark: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)


class WithheldTable(Base):
    """What a cell would be an observation of (its columns, by name), where the machine's reading is none: the cell was
    held back, or a person rejected or corrected it. No foreign key: it goes with its sheet, like the cell."""

    __tablename__ = "withheld"

    cell_id: Mapped[str] = mapped_column(Id, primary_key=True)
    content: Mapped[dict[str, object]] = mapped_column(JSON)


class DerivationTable(Base):
    """How a derived observation was made. One that was made anew stays, with what superseded it; the observation of
    the same id is there as long as it is present."""

    __tablename__ = "derivation"
    __table_args__ = (
        Index("ix_derivation_question", "question"),
        Index("ix_derivation_indicator", "indicator", "made"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    formula: Mapped[str] = mapped_column(String(32))
    indicator: Mapped[str] = mapped_column(Text)
    asked: Mapped[dict[str, object]] = mapped_column(JSON)
    question: Mapped[str] = mapped_column(Id)
    """The hash of `asked`: answers to one question supersede each other."""
    computation: Mapped[str] = mapped_column(Text)
    issues: Mapped[list[object]] = mapped_column(JSON)
    result: Mapped[dict[str, object]] = mapped_column(JSON)
    low: Mapped[str | None] = mapped_column(Text)
    high: Mapped[str | None] = mapped_column(Text)
    """What the number can be, as exact decimal strings; empty where there is no bound."""
    released: Mapped[str] = mapped_column(String(10))
    """The day the last of its inputs was made known; empty where that of one is not known."""
    made: Mapped[str] = mapped_column(String(32))
    superseded_at: Mapped[str | None] = mapped_column(String(32))
    superseded_by: Mapped[str | None] = mapped_column(Id)


class DerivationInput(Base):
    """One input as it was when the number was made; `observation_id` is without foreign key, as it may be gone since."""

    __tablename__ = "derivation_input"
    __table_args__ = (
        Index("ix_derivation_input_observation_id", "observation_id"),
        Index("ix_derivation_input_document_id", "document_id"),
    )

    derivation_id: Mapped[str] = mapped_column(Id, ForeignKey("derivation.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    observation_id: Mapped[str] = mapped_column(Id)
    document_id: Mapped[str | None] = mapped_column(Id)
    content: Mapped[dict[str, object]] = mapped_column(JSON)


class IndexRunTable(Base):
    """A computed index that is kept, with all that it takes to compute it again; its scores are observations as long as
    it is present, and their ids begin with 32 digits of its own."""

    __tablename__ = "index_run"
    __table_args__ = (Index("ix_index_run_question", "question"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    framework: Mapped[str] = mapped_column(Text)
    """The name it was asked for by."""
    asked: Mapped[dict[str, object]] = mapped_column(JSON)
    question: Mapped[str] = mapped_column(Id)
    """Results of one question supersede each other."""
    recipe: Mapped[str] = mapped_column(Text)
    axes: Mapped[dict[str, object]] = mapped_column(JSON)
    values: Mapped[bytes] = mapped_column(LargeBinary)
    """zlib of little-endian float64, times × units × indicators; NaN for missing."""
    released: Mapped[str] = mapped_column(String(10))
    made: Mapped[str] = mapped_column(String(32))
    superseded_at: Mapped[str | None] = mapped_column(String(32))
    superseded_by: Mapped[str | None] = mapped_column(Id)


class IndexInput(Base):
    """The observation that a value of the panel was; `position` counts through the panel."""

    __tablename__ = "index_input"
    __table_args__ = (
        Index("ix_index_input_observation_id", "observation_id"),
        Index("ix_index_input_document_id", "document_id"),
    )

    run_id: Mapped[str] = mapped_column(Id, ForeignKey("index_run.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[str] = mapped_column(Id)
    document_id: Mapped[str | None] = mapped_column(Id)


class DecisionTable(Base):
    """What a person judged; rows are only ever added: triggers refuse anything else. An undo is a row as well."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_kind", "kind", "number"),
        Index("ix_decision_document_id", "document_id", "kind"),
        Index("ix_decision_subject", "subject", postgresql_using="hash"),
        Index("uq_decision_undoes", "undoes", unique=True),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(String(32))
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    document_id: Mapped[str] = mapped_column(Id, default="", server_default="")
    """Where the subject was seen; no foreign key, as a decision outlives a document that is purged."""
    undoes: Mapped[int | None]


class JudgementTable(Base):
    """Which decision stands for a mention of a present text; made again whenever one of the two changes."""

    __tablename__ = "judgement"
    __table_args__ = (Index("ix_judgement_document_id", "document_id"),)

    mention_id: Mapped[str] = mapped_column(Id, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[str] = mapped_column(Id)
    number: Mapped[int] = mapped_column(ForeignKey("decision.number"))


class Question(Base):
    """An open question to a person, weighed over all the documents it is about; made from its places."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_weight", "weight", "kind", "subject"),)

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(128), primary_key=True)
    weight: Mapped[float]
    reach: Mapped[int]
    doubts: Mapped[list[list[str]]] = mapped_column(JSON)


class QuestionPlace(Base):
    """What one document has to do with a question; made again with the document."""

    __tablename__ = "question_place"
    __table_args__ = (Index("ix_question_place_document_id", "document_id", "kind"),)

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(128), primary_key=True)
    document_id: Mapped[str] = mapped_column(Id, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    gravity: Mapped[float]
    near: Mapped[str] = mapped_column(String(16))
    reach: Mapped[int]
    doubts: Mapped[list[list[str]]] = mapped_column(JSON)


class IssueTable(Base):
    """A finding over documents of the ledger; found again whenever one of them is read anew."""

    __tablename__ = "issue"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(32))
    severity: Mapped[str] = mapped_column(String(8))
    computation: Mapped[str] = mapped_column(Text)
    message: Mapped[dict[str, str]] = mapped_column(JSON)
    found: Mapped[str] = mapped_column(String(32))
    judged: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """What a person said of exactly this finding: accepted, or waived, rejected, merged (then it is set aside)."""


class IssuePlace(Base):
    """Where the figures of a finding stand, the doubtful one first."""

    __tablename__ = "issue_place"
    __table_args__ = (Index("ix_issue_place_document_id", "document_id", "start"),)

    issue_id: Mapped[str] = mapped_column(Id, ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(Id, ForeignKey("document.id", ondelete="CASCADE"))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    sentence: Mapped[str] = mapped_column(Text)
    sheet: Mapped[str] = mapped_column(Text, server_default="")
    row: Mapped[int] = mapped_column(server_default="0")
    column: Mapped[int] = mapped_column(server_default="0")


class RecordTable(Base):
    """What persons entered (targets, tasks, updates …); rows are only ever added, triggers refuse anything else.

    `content` is the whole state from then on, null where the subject was withdrawn; only `superseded_at` is set later.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_kind", "kind", "superseded_at", "day", "subject"),
        Index("ix_record_subject", "kind", "subject", "number"),
        Index("ix_record_parent", "parent", "kind", "superseded_at", "day", "subject"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Id)
    parent: Mapped[str] = mapped_column(Id)
    day: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(String(32))
    superseded_at: Mapped[str | None] = mapped_column(String(32))


class RecordTerm(Base):
    """One row for each word that a record is found and counted by."""

    __tablename__ = "record_term"
    __table_args__ = (Index("ix_record_term_value", "name", "value", "number"),)

    number: Mapped[int] = mapped_column(ForeignKey("record.number", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(256), primary_key=True)


class TaskTable(Base):
    """Tasks as they were entered, one row for each entry, made from the records so that lists are quick; `number` is the entry.

    Here and in the two tables that follow, a row was known from `known_from` to before `known_until`, null where it is now.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_id", "id", "known_until"),
        Index("ix_task_due", "known_until", "due", "id"),
        Index("ix_task_plan", "known_until", "plan"),
        Index("ix_task_parent", "parent", "known_until"),
    )

    number: Mapped[int] = mapped_column(ForeignKey("record.number"), primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(Id)
    parent: Mapped[str] = mapped_column(Id)
    plan: Mapped[str] = mapped_column(Id)
    start: Mapped[str] = mapped_column(String(10))
    due: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(Text)
    known_from: Mapped[str] = mapped_column(String(32))
    known_until: Mapped[str | None] = mapped_column(String(32))


class TaskBody(Base):
    """The bodies of the tasks that lists show; `role` "answering" for those that must report, else "supporting"."""

    __tablename__ = "task_body"
    __table_args__ = (
        Index("ix_task_body_task_id", "task_id", "known_until"),
        Index("ix_task_body_now", "known_until", "role", "body", "task_id"),
    )

    body: Mapped[str] = mapped_column(String(300), primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)
    task_id: Mapped[str] = mapped_column(Id, primary_key=True)
    known_from: Mapped[str] = mapped_column(String(32), primary_key=True)
    known_until: Mapped[str | None] = mapped_column(String(32))


_STRETCH = ("task_id", "since", "until", "due", "base", "late_from", "silent_from")


class TaskCourse(Base):
    """How a task stood from a day to before another, made from its updates and problems (`targets/tasks/replay.py`)."""

    __tablename__ = "task_course"
    __table_args__ = (
        Index("ix_task_course_now", "known_until", *_STRETCH),
        Index("ix_task_course_then", *_STRETCH, "known_from", "known_until"),
    )

    task_id: Mapped[str] = mapped_column(Id, primary_key=True)
    since: Mapped[str] = mapped_column(String(10), primary_key=True)
    until: Mapped[str] = mapped_column(String(10))
    due: Mapped[str] = mapped_column(String(10))
    base: Mapped[str] = mapped_column(String(16))
    late_from: Mapped[str] = mapped_column(String(10))
    silent_from: Mapped[str] = mapped_column(String(10))
    state: Mapped[dict[str, object]] = mapped_column(JSON)
    known_from: Mapped[str] = mapped_column(String(32), primary_key=True)
    known_until: Mapped[str | None] = mapped_column(String(32))


class Setting(Base):
    """What the ledger must remember of itself, such as the version of the tokeniser that made the index."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
