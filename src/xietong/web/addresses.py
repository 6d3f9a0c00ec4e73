"""Where things are: addresses are meant to be kept, so they are made in one place."""

from urllib.parse import quote, urlencode

from xietong.store.rows import Hit, StatementRow
from xietong.web.highlight import anchor

TABLE_ROWS = 50  # rows of a table on one page, counted as in the file


def segment(text: str) -> str:
    """A text as one segment of an address."""
    return quote(text, safe="")


def document(identity: str) -> str:
    """The reading page of a document."""
    return f"/documents/{identity}"


def statement(identity: str) -> str:
    """The page of a statement."""
    return f"/statements/{identity}"


def indicator(phrase: str) -> str:
    """The page of an indicator phrase."""
    return f"/indicators/{segment(phrase)}"


def issue(identity: str) -> str:
    """The page of a finding."""
    return f"/issues/{identity}"


def review(kind: str, subject: str) -> str:
    """A question of the review."""
    return "/review?" + urlencode({"at": f"{kind}:{subject}"})


def life(identity: str) -> str:
    """The life of the figure of a statement."""
    return f"{statement(identity)}/life"


def catalogue(code: str) -> str:
    """The page of an indicator of the catalogue."""
    return f"/catalogue/{segment(code)}"


def taught(phrase: str, text: str = "") -> str:
    """The catalogue, filtered by a text, with what became of a phrase."""
    return "/catalogue?" + urlencode({"text": text, "taught": phrase} if text else {"taught": phrase}) + "#phrases"


def series(indicator: str, place: str, measure: str = "") -> str:
    """The series of a code or phrase at a place."""
    return f"/series/{segment(indicator)}/{segment(place)}" + (f"?measure={measure}" if measure else "")


def derived(identity: str) -> str:
    """The page of a derived number."""
    return f"/derived/{identity}"


def cell(identity: str) -> str:
    """The page of a cell of a table."""
    return f"/cells/{identity}"


def table(identity: str, row: int = 0, column: int = 0) -> str:
    """A table, opened at a row (and column) of it."""
    if not row:
        return f"/tables/{identity}"
    page = (row - 1) // TABLE_ROWS + 1
    return f"/tables/{identity}" + (f"?page={page}" if page > 1 else "") + f"#r{row}" + (f"c{column}" if column else "")


def index(name: str, page: str = "") -> str:
    """The page of a framework: its results, or "audit", "ranks", "units/…"."""
    return f"/indices/frameworks/{segment(name)}" + (f"/{page}" if page else "")


def index_run(identity: str) -> str:
    """The page of a computed index that was kept."""
    return f"/indices/runs/{identity}"


def analysis(name: str, page: str = "") -> str:
    """The page of a regional analysis, or "keep"."""
    return f"/regional/analyses/{segment(name)}" + (f"/{page}" if page else "")


def analysis_run(identity: str) -> str:
    """The page of a regional analysis that was kept."""
    return f"/regional/runs/{identity}"


def score(identity: str) -> str:
    """Where a kept score leads: to the computation it is of."""
    return f"/indices/results/{identity}"


def reviewed(identity: str, clause: str = "") -> str:
    """An implementation review, or a clause of it."""
    return f"/reviews/{identity}" + (f"/clauses/{clause}" if clause else "")


def evidence(source: str, identity: str) -> str:
    """Where what a step rests on stands; empty for a note."""
    if not identity:
        return ""
    return {
        "document": document, "statement": statement, "observation": observation, "task": task,
    }[source](identity)  # fmt: skip


def observation(identity: str) -> str:
    """Where an observation leads: to its statement, cell or computation."""
    return f"/observations/{identity}"


def edition(code: str, period: str) -> str:
    """An edition of the cadence."""
    return f"/cadence/{segment(code)}/{segment(period)}"


def duties(body: str) -> str:
    """What a body owes."""
    return f"/duties/{segment(body)}"


def assessment(identity: str) -> str:
    """A yearly assessment."""
    return f"/assessments/{identity}"


def part(**asked: str) -> str:
    """The query that asks an export for some rows only; empty for all."""
    given = {name: value for name, value in asked.items() if value}
    return "?" + urlencode(given) if given else ""


def territory(place: str) -> str:
    """The page of a place that observations have."""
    return f"/territories/{segment(place)}"


def figure(row: StatementRow) -> str:
    """A figure in its document."""
    return f"{document(row.document_id)}#{anchor(row.mention_id)}"


def passage(identity: str, start: int, end: int) -> str:
    """Some characters of a document, marked when the page opens."""
    return f"{document(identity)}?at={start}-{end}#at"


def hit(found: Hit) -> str:
    """A search hit in its document."""
    length = found.marks[0][1] - found.marks[0][0] if found.marks else 0
    return passage(found.document_id, found.start, found.start + length)


def report(identity: str) -> str:
    """A frozen report."""
    return f"/reports/{identity}"


def report_file(identity: str, kind: str) -> str:
    """A file of a frozen report: pdf, docx, html or json."""
    return f"/reports/{identity}/file.{kind}"


def report_builder(template: str = "") -> str:
    """The builder of reports, opened at a template."""
    return "/reports/builder" + ("?" + urlencode({"template": template}) if template else "")


def plan(document: str, anchor: str = "") -> str:
    """A document read as a plan, opened at a goal."""
    return f"/plans/{document}" + (f"#g-{anchor}" if anchor else "")


def target(subject: str, as_of: str = "") -> str:
    """The page of a target, as it stood on a day."""
    return f"/targets/{subject}" + ("?" + urlencode({"as_of": as_of}) if as_of else "")


def scorecard(by: str, of: str, as_of: str = "") -> str:
    """The scorecard of a territory or a body."""
    return "/scorecards?" + urlencode({"by": by, "of": of} | ({"as_of": as_of} if as_of else {}))


TARGETS = "/targets"
TASKS, AGENDA, PROJECTS = "/tasks", "/agenda", "/projects"


def task(identity: str) -> str:
    """The page of a task."""
    return f"{TASKS}/{identity}"


def tasks(**asked: str) -> str:
    """A list of tasks: of a body, a plan, a standing."""
    return f"{TASKS}/list{part(**asked)}"


def plan_tasks(document: str) -> str:
    """The tasks of a plan by its clauses."""
    return f"{TASKS}/plans/{document}"


def meeting(identity: str) -> str:
    """A meeting with its agenda and conclusions."""
    return f"{AGENDA}/{identity}"


def project(identity: str) -> str:
    """The page of a project."""
    return f"{PROJECTS}/{identity}"
