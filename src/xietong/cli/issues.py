"""`xietong issues`: what does not hold in a workspace."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened

if TYPE_CHECKING:
    from xietong.core.issue import Issue
    from xietong.workspace import IssueRow


def listing(
    document: Annotated[str, typer.Option(help="文件编号 id of a document")] = "",
    severity: Annotated[str, typer.Option(help="error | warning | note")] = "",
    code: Annotated[str, typer.Option(help="类别 kind of finding")] = "",
    state: Annotated[str, typer.Option(help="open | aside（复核时搁置的 set aside in review）| all")] = "open",
    form: Annotated[str, typer.Option("--format", help="table | jsonl")] = "table",
    limit: Limit = 100,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """List the findings of a workspace, errors first."""
    from xietong.cli import findings
    from xietong.workspace import IssueFilter

    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    one_of(severity, ("", "error", "warning", "note"), "--severity", tongue)
    one_of(state, ("open", "aside", "all"), "--state", tongue)
    with opened(workspace, tongue) as ws:
        page = ws.issues.find(IssueFilter(severity, code, document, state), limit)  # type: ignore[arg-type]
        if form == "jsonl":
            findings.write_jsonl([row.issue for row in page.items], tongue)
            return
        findings.show([_titled(row) for row in page.items], tongue)
        print(f"{len(page.items)} / {page.total} 条" if tongue == "zh" else f"{len(page.items)} of {page.total}")


def _titled(row: IssueRow) -> Issue:
    """The finding with the titles of its documents in place of their ids."""
    places = (replace(place, document=title) for place, title in zip(row.issue.places, row.titles, strict=True))
    return replace(row.issue, places=tuple(places))
