"""`xietong statements, search, export, score`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, get_args

import typer

from xietong.cli import say
from xietong.cli.options import WRONG_USE, Limit, Tongue, Where, one_of, opened, period, stop


def listing(
    indicator: Annotated[str, typer.Option(help="指标含有 phrase contains")] = "",
    territory: Annotated[str, typer.Option(help="地区或流向 place, or A→B")] = "",
    when: Annotated[str, typer.Option("--period", help="YYYY[-MM[-DD]] 或 or A/B")] = "",
    measure: Annotated[str, typer.Option(help="level growth difference multiple share rank ratio")] = "",
    modality: Annotated[str, typer.Option(help="actual | target")] = "",
    text: Annotated[str, typer.Option(help="原句含有 clause contains")] = "",
    document: Annotated[str, typer.Option(help="文件编号 id of a document")] = "",
    form: Annotated[str, typer.Option("--format", help="table | jsonl | csv")] = "table",
    limit: Limit = 100,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """List statements; jsonl and csv give all of them, a table the first `limit`."""
    from xietong.statements.model import Measure, Modality
    from xietong.workspace import StatementFilter
    from xietong.workspace.export import write_csv, write_jsonl

    tongue = say.language(language)
    one_of(form, ("table", "jsonl", "csv"), "--format", tongue)
    one_of(measure, ("", *get_args(Measure)), "--measure", tongue)
    one_of(modality, ("", *get_args(Modality)), "--modality", tongue)
    wanted = StatementFilter(
        indicator=indicator, territory=territory, period=period(when, tongue, "--period"), measure=measure,  # type: ignore[arg-type]
        modality=modality, document=document, text=text,  # type: ignore[arg-type]
    )  # fmt: skip
    with opened(workspace, tongue) as ws:
        if form == "jsonl":
            write_jsonl(ws.statements.stream(wanted), sys.stdout)
        elif form == "csv":
            write_csv(ws.statements.stream(wanted), sys.stdout)
        else:
            from xietong.cli.table import show_rows

            show_rows(ws.statements.find(wanted, limit), tongue)


def search(
    words: Annotated[list[str], typer.Argument(help="词 words")],
    limit: Limit = 20,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """Find words in the texts."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        page = ws.search.find(" ".join(words), limit)
        if not page.items:
            print("没有找到。" if tongue == "zh" else "nothing found")
        for hit in page.items:
            print(f"{hit.document_id[:12]}  {hit.title}\n    {_marked(hit.snippet, hit.marks)}")


def _marked(snippet: str, marks: tuple[tuple[int, int], ...]) -> str:
    parts, at = [], 0
    for start, end in marks:
        parts.append(f"{snippet[at:start]}【{snippet[start:end]}】")
        at = end
    return " ".join(("".join(parts) + snippet[at:]).split())


def score(
    gold: Annotated[Path, typer.Argument(help="人工标注 annotations by hand (JSONL)")],
    text: Annotated[Path, typer.Argument(help="原文 the text")],
    predicted: Annotated[Path, typer.Argument(help="待评的陈述 statements to be scored (JSONL)")],
    language: Tongue = "",
) -> None:
    """Compare statements with annotations made by hand: F1 of mentions, attributes and complete statements."""
    from xietong.statements.score import Score, load

    tongue = say.language(language)
    result = Score()
    try:
        with text.open(encoding="utf-8", newline="") as source:
            content = source.read().removeprefix("\ufeff")
        golds, predictions = (load(path.read_text("utf-8").splitlines()) for path in (gold, predicted))
        result.add(golds, predictions, content)
    except OSError as error:
        stop(
            f"{error.filename}：无法打开（{error.strerror}）。",
            f"{error.filename}: cannot be opened ({error.strerror}).",
            tongue,
            WRONG_USE,
        )
    except (json.JSONDecodeError, UnicodeDecodeError, ValueError, KeyError) as error:
        stop(
            f"标注与原文不符，或不是 JSONL：{error}。",
            f"the annotations do not fit the text, or are not JSONL: {error}.",
            tongue,
            WRONG_USE,
        )
    print(f"gold {result.gold}  predicted {result.predicted}  matched {result.pairs}")
    for name, figure in result.figures().items():
        print(f"{name:<12} F1 {figure:.3f}")
