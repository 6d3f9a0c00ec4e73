"""The meaning of the columns as tables of a page: `python -m xietong.exchange.described docs/sql.md` writes them anew.

A page has them between `<!-- columns of NAME -->` and `<!-- end -->`; a test keeps the page the same.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from xietong.exchange.schema import Table, codes, tables

_MARKED = re.compile(r"(<!-- columns of (\w+) -->\n).*?(<!-- end -->)", re.S)


def described(own: Table) -> str:
    """The columns of a table in Markdown, in Chinese and English."""
    rows = [
        f"| `{one.name}` | {one.type} | {f'`{one.sdmx}`' if one.sdmx else ''} | {_plain(one.zh)} | {_plain(one.en)} |"
        for one in own.columns
    ]
    heads = ["| 列 column | 类型 type | SDMX | 含义 | meaning |", "|---|---|---|---|---|"]
    lists = [_codes(one) for one in sorted({one.code_list for one in own.columns if one.codes})]
    lines = [f"{own.zh}。 {own.en}.", "", *heads, *rows, *(["", *lists] if lists else [])]
    return "\n".join(lines) + "\n"


def _codes(name: str) -> str:
    said = " · ".join(f"`{one.value}` {one.zh} {one.en}" for one in codes(name))
    return f"- `{name}`: {_plain(said)}"


def _plain(words: str) -> str:
    return words.replace("|", "\\|")


def refreshed(page: str) -> str:
    """The page with its tables as the schema has them. KeyError for a table that there is not."""
    return _MARKED.sub(lambda found: found[1] + described(tables()[found[2]]) + found[3], page)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(refreshed(path.read_text("utf-8")), "utf-8")
