"""The review: one question at a time, the answers, taking them back, and the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar, cast

from fastapi import APIRouter, Depends, Query
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from xietong.core.errors import NotFoundError
from xietong.data import table
from xietong.observations.catalogue import catalogue
from xietong.statements.model import Measure, Modality, Modifier
from xietong.statements.review.correct import FIELDS, CorrectionError, written
from xietong.statements.review.model import REASONED, Decision, Doubt, Item, Verdict
from xietong.store.review.kind import Proposal, ReviewError, Shown, StaleError
from xietong.tables.correct import FIELDS as CELL_FIELDS
from xietong.web import review_shapes as shapes
from xietong.web.asked import FAILURES, SIZE, Held, Offset
from xietong.web.finding import kept
from xietong.web.language import wanted
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.web.submission import Form
from xietong.web.submission import written as field
from xietong.web.tables import beside
from xietong.web.tokens import FIELD
from xietong.web.view import around, quote
from xietong.web.wording import Wording, wording
from xietong.workspace import Workspace

router = APIRouter()
_AHEAD = 20  # questions that the page knows the addresses of
_SELECTABLE = 100
_ROWS = 2  # rows of a table shown before and behind a cell
_REACH = 90  # characters of the text on both sides of a clause
T = TypeVar("T")


class Asked:
    """Which questions: of a kind, in a document; as the address says."""

    def __init__(
        self,
        kind: Annotated[str, Query(description="kind of question")] = "",
        document: Annotated[str, Query(description="id of a document, or its beginning")] = "",
    ) -> None:
        self.kind, self.document = kind.strip(), document.strip()

    @property
    def query(self) -> dict[str, str]:
        """The same as parameters of an address."""
        return {name: value for name, value in (("kind", self.kind), ("document", self.document)) if value}


Filter = Annotated[Asked, Depends(Asked)]


def _key(text: str) -> tuple[str, str]:
    kind, colon, subject = text.partition(":")
    if not colon:
        raise NotFoundError(text)
    return kind, subject


def doubt_words(one: Doubt, say: Wording) -> str:
    """Why something is asked, as a sentence."""
    words = say.span(one.words) if "/" in one.words else one.words
    return str(table("messages/review.toml")[one.code][say.language].format(words=words))


def label(one: Proposal, say: Wording) -> str:
    """What a ready answer does, in words."""
    if one.verdict == "merge":
        name = one.fields["as"]
        return say.indicator(name) if name in catalogue().indicators else name
    ((name, value),) = ((name, value) for name, value in one.fields.items() if name != "over")
    if "over" in one.fields:
        return say.words("setting.unit_of_all", value=value)
    said = say.span(value) if name in ("period", "base_period") else value
    return say.words(f"setting.{name}", value=said)


def _parts(workspace: Workspace, request: Request, shown: Shown, asked: Asked, item: Item | None) -> dict[str, Any]:
    """What the template of a question needs."""
    say = wording(wanted(request))
    reading = shown.rows[0] if shown.kind == "reading" else None
    return {
        "one": shown,
        "item": item,
        "asked": asked,
        "finding": kept(workspace, [shown.issue], around=True)[0] if shown.issue is not None else None,
        "reading": reading,
        "around": _around(workspace, shown),
        "doubts": [
            doubt_words(one, say)
            for one in shown.doubts
            if shown.issue is None and not (shown.cell and one.code != "changed")
        ],
        "ready": [(one, label(one, say)) for one in shown.proposals],
        "reasons": {
            verdict: [one[say.language] for one in table("review.toml")["reasons"][verdict]] for verdict in REASONED
        },
        "fields": _fields_of(shown),
        "on_cell": kept(workspace, shown.on_cell),
        "lines": workspace.tables.lines_around(shown.cell.row, _ROWS) if shown.cell is not None else None,
        "columns": beside,
        "choices": _CHOICES,
        "reviewer": workspace.review.reviewer,
        "quote": quote,
        "decided": lambda made: decided_words(made, say),
        "all_indicators": tuple(catalogue().indicators.values()),
    }


_CHOICES = {
    "measure": Measure.__args__, "modality": Modality.__args__, "modifier": Modifier.__args__,  # type: ignore[attr-defined]
}  # fmt: skip


def _fields_of(shown: Shown) -> list[tuple[str, str]]:
    """The fields that can be corrected, each as it is now."""
    if shown.cell is not None:
        now = shown.cell.written
        return [(name, now[name]) for name in CELL_FIELDS if now]
    if shown.kind != "reading":
        return []
    ((row, holds),) = shown.rows
    return [(name, written(holds.statement or row.statement, name)) for name in FIELDS]


def _around(workspace: Workspace, shown: Shown) -> Any:
    """The sentence of a reading in its present text; None where the text is another by now."""
    if shown.kind != "reading":
        return None
    ((row, _),) = shown.rows
    content = workspace.documents.text(row.document_id).content
    one = row.statement
    return around(content, one, _REACH) if content[one.start : one.end] == one.quote else None


def decided_words(made: Decision, say: Wording) -> str:
    """A decision in a few words: what it was, and what it set."""
    what = say.words(f"verdict.{made.verdict}") if f"verdict.{made.verdict}" in say.words else made.verdict
    content = made.content
    if made.verdict == "correct" and "set" in content:
        said = cast(dict[str, str], content["set"])
        changed = [f"{say.words(f'column.{name}')} → {value}" for name, value in said.items()]
        over = say.words("review.over_table") if content.get("over") else ""
        return what + say.words("list.colon") + say.words("list.semicolon").join(changed) + over
    if made.verdict == "correct":
        read, holds = cast(dict[str, Any], content["read"]), cast(dict[str, Any], content["holds"])
        changed = [
            f"{say.words(f'column.{name}')} {_flat(read[name]) or '∅'} → {_flat(holds[name]) or '∅'}"
            for name in FIELDS
            if read[name] != holds[name]
        ]
        return what + say.words("list.colon") + say.words("list.semicolon").join(changed)
    name = str(content.get("code") or content.get("as") or "")
    return f"{what} → {say.indicator(name)}" if name and made.verdict in ("assign", "merge") else what


def _flat(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


# -- asking ------------------------------------------------------------------------------------------------------------


@router.get("/review.json", response_model=shapes.Queue, responses=FAILURES)
def queue_json(workspace: Held, asked: Filter, offset: Offset) -> shapes.Queue:
    """Open questions, those whose answer is worth most first, and how many there are of each kind."""
    page = workspace.review.queue(asked.kind, asked.document, SIZE, offset)
    return shapes.Queue(
        items=[shapes.question(one) for one in page.items], total=page.total, limit=page.limit, offset=page.offset,
        counts=workspace.review.counts(asked.document), reviewer=workspace.review.reviewer,
    )  # fmt: skip


@router.get("/review", response_class=HTMLResponse)
def review(request: Request, workspace: Held, asked: Filter, at: str = "", done: int = 0) -> HTMLResponse:
    """The question whose answer is worth most, or the one that is asked for; with the keys to answer it."""
    page = workspace.review.queue(asked.kind, asked.document, _AHEAD, 0)
    keys = [one.key for one in page.items]
    here = at or (keys[0] if keys else "")
    place = keys.index(here) if here in keys else -1
    shown = workspace.review.get(*_key(here)) if here else None
    documents = list(workspace.documents.all(_SELECTABLE, 0).items)
    if asked.document and all(not one.id.startswith(asked.document) for one in documents):
        documents.append(workspace.documents.get(asked.document))
    say = wording(wanted(request))
    item = page.items[place] if place >= 0 else None
    last = next((row.decision for row in workspace.review.log(limit=20).items if row.decision.number == done), None)
    return show(
        request,
        "review.html",
        counts=workspace.review.counts(asked.document),
        total=page.total,
        ahead=[one for one in keys[place + 1 :] if one != here],
        back=keys[place - 1] if place > 0 else "",
        documents=documents,
        done=last,
        done_words=decided_words(last, say) if last else "",
        **(_parts(workspace, request, shown, asked, item) if shown else {"one": None, "asked": asked, "reviewer": workspace.review.reviewer}),
    )  # fmt: skip


@router.get("/review/questions/{sort}/{subject:path}/part", response_class=HTMLResponse, include_in_schema=False)
def part(request: Request, workspace: Held, sort: str, subject: str, asked: Filter) -> HTMLResponse:
    """One question without the page around it, for the script that fetches it ahead."""
    shown = workspace.review.get(sort, subject)
    return show(request, "question.html", **_parts(workspace, request, shown, asked, None))


@router.get("/review/questions/{sort}/{subject:path}.json", response_model=shapes.FullQuestion, responses=FAILURES)
def question_json(workspace: Held, sort: str, subject: str) -> shapes.FullQuestion:
    """One question with all that an answer rests on."""
    shown = workspace.review.get(sort, subject)
    found = kept(workspace, [shown.issue])[0] if shown.issue is not None else None
    return shapes.full(shown, found, kept(workspace, shown.on_cell))


@router.get("/review/log.json", response_model=shapes.Log, responses=FAILURES)
def log_json(workspace: Held, asked: Filter, offset: Offset) -> shapes.Log:
    """Every decision ever made, the latest first; an undo is a row as well."""
    page = workspace.review.log(asked.kind, asked.document, SIZE, offset)
    return shapes.Log(
        items=[shapes.logged(row) for row in page.items], total=page.total, limit=page.limit, offset=page.offset
    )


@router.get("/review/log", response_class=HTMLResponse)
def log(request: Request, workspace: Held, asked: Filter, offset: Offset) -> HTMLResponse:
    """Every decision ever made, each with what it was about and whether it still stands."""
    page = workspace.review.log(asked.kind, asked.document, SIZE, offset)
    say = wording(wanted(request))
    return show(
        request,
        "review_log.html",
        page=page,
        asked=asked,
        kinds=workspace.review.kinds,
        about=about,
        decided=lambda made: decided_words(made, say),
    )


def about(made: Decision) -> str:
    """The thing a decision is about, in the words of the text."""
    content = made.content
    quotes = content.get("quotes")
    if isinstance(quotes, list):
        return "、".join(map(str, quotes))
    return str(content.get("quote") or content.get("phrase") or content.get("place") or "").replace("\n", "")


# -- answering ---------------------------------------------------------------------------------------------------------


def _body(**fields: str) -> dict[str, Any]:
    properties = {name: {"type": "string", "description": about} for name, about in fields.items()}
    schema = {"type": "object", "properties": properties | {FIELD: {"type": "string"}}}
    return {"requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


_DECIDE = _body(
    question="kind:subject", verdict="accept, correct, reject, merge or waive", state="the state that was shown",
    reason="why; needed for reject and waive", ready="a ready reason, instead of a written one",
    **{"set.<field>": "for correct: the new value of a field; for merge: set.as, a name or code"},
)  # fmt: skip
_UNDO = _body(number="the number of the decision", reason="why")
_NAME = _body(name="who reviews")


def _said(request: Request, work: Callable[[], T]) -> T:
    """The answer, or why it cannot be taken, in the words of the workspace."""
    try:
        return work()
    except StaleError as error:
        raise ProblemError("changed_meanwhile", detail=error.sentence(wanted(request))) from None
    except (ReviewError, CorrectionError) as error:
        raise ProblemError("not_an_answer", detail=error.sentence(wanted(request))) from None


def _fields(form: FormData) -> dict[str, str]:
    """The fields of an answer that were changed: a form sends those that it showed as they were besides."""
    given = {
        name.removeprefix("set."): str(value).strip() for name, value in form.multi_items() if name.startswith("set.")
    }
    before = {name.removeprefix("was."): str(value) for name, value in form.multi_items() if name.startswith("was.")}
    return {name: value for name, value in given.items() if before.get(name) != value}


def _decide(request: Request, workspace: Workspace, form: FormData) -> Decision:
    kind, subject = _key(field(form, "question"))
    reason = field(form, "ready") or field(form, "reason")
    verdict = cast(Verdict, field(form, "verdict"))
    return _said(
        request,
        lambda: workspace.review.decide(kind, subject, verdict, _fields(form), reason, field(form, "state")),
    )


def _undo(request: Request, workspace: Workspace, form: FormData) -> Decision:
    number = field(form, "number")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFoundError(number)
    return _said(request, lambda: workspace.review.undo(int(number), field(form, "reason")))


@router.post("/review/decide.json", response_model=shapes.Decided, responses=FAILURES, openapi_extra=_DECIDE)
def decide_json(request: Request, workspace: Held, form: Form) -> shapes.Decided:
    """Answer a question; what follows from the answer is done when this returns."""
    made = _decide(request, workspace, form)
    return shapes.decided(made, workspace.review.counts(field(form, "document")))


@router.post("/review/decide", openapi_extra=_DECIDE)
def decide(request: Request, workspace: Held, form: Form) -> RedirectResponse:
    """Answer a question and go on to the next."""
    made = _decide(request, workspace, form)
    return RedirectResponse(shapes.back(form, done=made.number), 303)


@router.post("/review/undo.json", response_model=shapes.Decided, responses=FAILURES, openapi_extra=_UNDO)
def undo_json(request: Request, workspace: Held, form: Form) -> shapes.Decided:
    """Take a decision back by one more row; what held before holds again."""
    return shapes.decided(_undo(request, workspace, form), workspace.review.counts(field(form, "document")))


@router.post("/review/undo", openapi_extra=_UNDO)
def undo(request: Request, workspace: Held, form: Form) -> RedirectResponse:
    """Take a decision back and show its question again."""
    made = _undo(request, workspace, form)
    if field(form, "to") == "log":
        return RedirectResponse("/review/log", 303)
    return RedirectResponse(shapes.back(form, done=made.number, at=shapes.question_of(made)), 303)


@router.post("/review/name.json", response_model=shapes.Reviewer, responses=FAILURES, openapi_extra=_NAME)
def name_json(request: Request, workspace: Held, form: Form) -> shapes.Reviewer:
    """Set the name that answers bear."""
    _said(request, lambda: workspace.review.set_reviewer(field(form, "name")))
    return shapes.Reviewer(name=workspace.review.reviewer)


@router.post("/review/name", openapi_extra=_NAME)
def name(request: Request, workspace: Held, form: Form) -> RedirectResponse:
    """Set the name that answers bear, and go back to the question."""
    _said(request, lambda: workspace.review.set_reviewer(field(form, "name")))
    return RedirectResponse(shapes.back(form), 303)
