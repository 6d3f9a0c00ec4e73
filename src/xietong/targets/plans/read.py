"""Text and reading → the plans in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from xietong.documents.clauses import tree
from xietong.documents.model import Article, Clause, Text
from xietong.documents.view import View, repair
from xietong.statements.model import Reading, Statement
from xietong.statements.read import read as read_statements
from xietong.targets.plans.found import Found
from xietong.targets.plans.frame import frame, signed
from xietong.targets.plans.goals import between, goals
from xietong.targets.plans.horizon import horizon
from xietong.targets.plans.issues import issues
from xietong.targets.plans.model import Plan, Size
from xietong.targets.plans.recognise import sets_out
from xietong.targets.plans.sizes import sizes
from xietong.targets.plans.source import Source, above, clause_at
from xietong.targets.plans.tables import table_goals
from xietong.targets.plans.task_tables import due_cells, table_tasks
from xietong.targets.plans.tasks import tasks
from xietong.targets.plans.terms import Terms
from xietong.targets.plans.title_years import years_named


def plans(text: Text, reading: Reading | None = None) -> tuple[Plan, ...]:
    """Every article that sets out what is to be done, read as a plan; in order of the text."""
    view = repair(text.content)
    articles = text.articles or (Article(0, len(text.content), text.title, text.date, text.publisher),)
    known = reading or read_statements(text)
    return tuple(plan(text, one, known, view) for one in articles if sets_out(text, view, one, known))


def plan(text: Text, article: Article, reading: Reading, view: View | None = None) -> Plan:
    """One article read as a plan, whatever it calls itself."""
    view = view or repair(text.content)
    source = Source(text.content, view)
    clauses = tree(text, view, article)
    title = article.title or text.title
    dated = article.date or text.date
    if not clauses:
        return Plan(title, dated, (), None)
    dated = dated or signed(source.text[slice(*source.inside(article.start, clauses[0].end))])
    start, end = source.clause(clauses[0])
    named = years_named(source, clauses, title)
    years = frame(named, dated)
    terms = Terms(source, clauses, years, due_cells(source, clauses))
    if years.begins is None:
        span = terms.spanned()
        begins = span.period.start if span else terms.reported()
        years = replace(years, begins=begins, first_due=terms.first_due())
    until = horizon(source, clauses, named, dated, terms)
    rows = table_goals(source, clauses, until, dated)
    kept = _outside(between(reading.statements, article.start, article.end), rows.spans)
    found = tuple(_of_clause(clauses, one) for one in sizes(source, start, end))
    aims = tuple(
        sorted((*goals(source, clauses, kept, until, found, terms, years), *rows.goals), key=lambda one: one.said.start)
    )
    located = Found.of(source, aims, found)
    deeds = tasks(source, clauses, until, dated, located, terms)
    deeds = (*deeds, *table_tasks(source, clauses, until, dated, located, len(deeds)))
    return Plan(title, dated, clauses, until, aims, deeds, issues(dated, until, aims))


def _of_clause(clauses: tuple[Clause, ...], size: Size) -> Size:
    """规划面积14.5平方公里 alone is that of what the clause is about."""
    if size.of:
        return size
    titles = (one.title for one in above(clauses, clause_at(clauses, size.said.start)))
    return replace(size, of=next((one for one in titles if one), ""))


def _outside(statements: tuple[Statement, ...], spans: list[tuple[int, int]]) -> tuple[Statement, ...]:
    """Statements that no table has been read for; the spans of rows are in order and apart."""
    starts = [start for start, _ in spans]
    held = ((one, bisect_right(starts, one.start) - 1) for one in statements)
    return tuple(one for one, at in held if at < 0 or spans[at][1] <= one.start)
