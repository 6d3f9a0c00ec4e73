"""The demo: short bulletins and a plan on real figures, annotated; a real panel; and a workspace made of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

from xietong.core.clock import standing_at
from xietong.core.ids import bytes_id
from xietong.core.period import Period
from xietong.demo import panel
from xietong.demo.targets import PLAN, keep_targets
from xietong.demo.tasks import add_tasks
from xietong.workspace import Workspace

_CONFIRMED = datetime(2024, 12, 20, 8, tzinfo=UTC)  # when the plan was out, before its tasks were confirmed
INDEX = "provinces"  # the framework that is computed on the panel


@dataclass(frozen=True, slots=True)
class Sample:
    """One text of the demo corpus; `source` names where its figures come from, `gold` its annotations (JSONL).

    `page` is the text set as a printed page (PDF), where there is one.
    """

    name: str
    title: str
    date: Period
    source: str
    data: bytes
    gold: str
    page: bytes | None = None


def samples() -> list[Sample]:
    """All texts of the demo corpus, by file name."""
    here = files(__name__)
    described = tomllib.loads(here.joinpath("sources.toml").read_text(encoding="utf-8"))
    result = []
    for name, about in sorted(described.items()):
        stem = name.rsplit(".", 1)[0]
        page = here.joinpath("texts", f"{stem}.pdf")
        gold = here.joinpath("gold", f"{stem}.jsonl")
        result.append(
            Sample(
                name=name,
                title=about["title"],
                date=Period.parse(about["date"]),
                source=about["source"],
                data=here.joinpath("texts", name).read_bytes(),
                gold=gold.read_text(encoding="utf-8") if gold.is_file() else "",
                page=page.read_bytes() if page.is_file() else None,
            )
        )
    return result


def build(workspace: Workspace) -> int:
    """Add the tables and the demo corpus to a workspace; returns how many documents that makes."""
    tables = panel.panels()
    panel.add(workspace, tables)
    count = len(tables) + add_texts(workspace)
    keep_index(workspace)
    with standing_at(_CONFIRMED):
        keep_targets(workspace, bytes_id(next(one.data for one in samples() if one.name == PLAN)))
    add_tasks(workspace)
    return count


def keep_index(workspace: Workspace) -> None:
    """Compute the five dimensions of the provinces on the open panel and keep them, where nothing was kept before: the
    panel covers innovation; what it does not cover has no score."""
    if not workspace.indices.find(limit=1).total:
        workspace.indices.write(workspace.indices.compute(workspace.indices.framework(INDEX), name=INDEX))


def add_texts(workspace: Workspace) -> int:
    """Add the demo corpus to a workspace, printed pages where there are any; how many documents that makes."""
    count = 0
    for sample in samples():
        name = sample.name if sample.page is None else sample.name.replace(".txt", ".pdf")
        data = sample.data if sample.page is None else sample.page
        workspace.documents.add(data, name, title=sample.title, date=sample.date, publisher="协同示例")
        count += 1
    return count
