"""Compare statements with hand-made ones: F1 of mentions, of each attribute, and of complete statements.

A prediction matches a gold mention when their spans overlap (each is used once, the larger overlap first). Attributes
are compared on the matched pairs; a statement is complete when all nine are right.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

ATTRIBUTES = ("value", "unit", "modifier", "measure", "modality", "regions", "period", "base_period", "indicator")
Record = dict[str, Any]

_SAME_UNIT = tuple(
    frozenset(units.split())
    for units in ("家 户 个 项 条 座 所 类 种 次 场 批", "% ％", "标准箱 TEU", "微克/立方米 μg/m3 μg/m³", "位 名")
)
_SUFFIX = re.compile(r"(市|省|地区|区域|全市|全省|全区)$")
_ALIASES = {
    "三地": "京津冀", "三省市": "京津冀", "中国": "全国", "副中心": "北京城市副中心", "城市副中心": "北京城市副中心",
    "雄安": "雄安新区", "京": "北京", "津": "天津", "冀": "河北", "首都功能核心区": "核心区",
}  # fmt: skip


@dataclass
class Score:
    """Counts over any number of texts; `f1` turns them into figures."""

    gold: int = 0
    predicted: int = 0
    pairs: int = 0
    complete: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def f1(self, hits: int) -> float:
        """Harmonic mean of precision and recall for `hits` right answers."""
        return 2 * hits / (self.gold + self.predicted) if hits else 0.0

    def figures(self) -> dict[str, float]:
        """F1 by attribute, "mentions" first and "complete" last."""
        figures = {"mentions": self.f1(self.pairs)}
        figures.update((name, self.f1(self.right[name])) for name in ATTRIBUTES)
        figures["complete"] = self.f1(self.complete)
        return figures

    def add(self, golds: Sequence[Record], predictions: Sequence[Record], text: str) -> None:
        """Count one text. ValueError where a gold quote is not in it."""
        spans = [locate(gold, text) for gold in golds]
        pairs = match(spans, [(record["start"], record["end"]) for record in predictions])
        self.gold += len(golds)
        self.predicted += len(predictions)
        self.pairs += len(pairs)
        for i, j in pairs:
            verdict = [name for name in ATTRIBUTES if same(name, golds[i], predictions[j])]
            self.right.update(verdict)
            self.complete += len(verdict) == len(ATTRIBUTES)


def load(lines: Iterable[str]) -> list[Record]:
    """Records of a JSONL file."""
    return [json.loads(line) for line in lines if line.strip()]


def locate(record: Record, text: str) -> tuple[int, int]:
    """Span of a gold record: its offsets, or the n-th `quantity` in its `quote`."""
    if "start" in record:
        return int(record["start"]), int(record["end"])
    base, at = text.index(record["quote"]), -1
    for _ in range(record.get("nth", 1)):
        at = record["quote"].index(record["quantity"], at + 1)
    return base + at, base + at + len(record["quantity"])


def match(golds: Sequence[tuple[int, int]], predictions: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of indices whose spans overlap."""
    candidates = sorted(
        (
            (min(end, right) - max(start, left), left - right, i, j)
            for i, (start, end) in enumerate(golds)
            for j, (left, right) in enumerate(predictions)
            if min(end, right) > max(start, left)
        ),
        reverse=True,
    )
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for _, _, i, j in candidates:
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            pairs.append((i, j))
    return pairs


def same(name: str, gold: Record, predicted: Record) -> bool:
    """Whether two records agree in an attribute."""
    g, p = gold.get(name), predicted.get(name)
    if name == "value":
        return _same_number(g, p)
    if name == "unit":
        return _same_unit(str(g or "").strip(), str(p or "").strip())
    if name == "regions":
        return _regions(g) == _regions(p)
    if name == "indicator":
        return _same_phrase(_plain(g), _plain(p))
    if name in ("period", "base_period"):
        return (g or "") == (p or "")
    return bool(g == p)


def _same_number(a: object, b: object) -> bool:
    try:
        left, right = _numbers(a), _numbers(b)
    except (TypeError, ValueError):
        return False
    return len(left) == len(right) and all(
        abs(x - y) <= 1e-6 * max(1.0, abs(x)) for x, y in zip(left, right, strict=True)
    )


def _numbers(value: Any) -> list[float]:
    return [float(one) for one in value] if isinstance(value, list) else [float(value)]


def _same_unit(a: str, b: str) -> bool:
    return a == b or {a, b} == {"", "点"} or any(a in group and b in group for group in _SAME_UNIT)


def _region(name: str) -> str:
    def one(part: str) -> str:
        part = _ALIASES.get(part.strip(), part.strip())
        short = _SUFFIX.sub("", part)
        return _ALIASES.get(short, short) if len(short) > 1 else part

    return "→".join(one(part) for part in re.split(r"→|->", name))


def _regions(names: Any) -> frozenset[str]:
    found = {_region(name) for name in names or []}
    return frozenset({"京津冀"} if found == {"北京", "天津", "河北"} else found)


def _plain(text: Any) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "")).lower()


def _same_phrase(a: str, b: str) -> bool:
    """Six tenths of the characters shared, or one within the other and not much longer."""
    short, long = sorted((a, b), key=len)
    common = sum((Counter(a) & Counter(b)).values())
    if common and 2 * common / (len(a) + len(b)) >= 0.6:
        return True
    return len(short) >= 3 and short in long and len(long) <= 2.5 * len(short) + 4
