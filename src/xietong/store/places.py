"""Place names as filters compare them: 北京 and 北京市 are one, 三地 is 京津冀, and 京津 is Beijing and Tianjin."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 128
_ARROW = re.compile(r"→|->")
_LONG_FORM = re.compile(r"(?:特别行政区|自治区|地区|区域|全市|全省|全区|省|市|区)$")
_ALIASES = {
    "三地": "京津冀", "三省市": "京津冀", "京津冀三地": "京津冀", "中国": "全国", "我国": "全国", "京": "北京",
    "津": "天津", "冀": "河北",
    "雄安新区": "雄安", "河北雄安新区": "雄安", "副中心": "北京城市副中心",
    "城市副中心": "北京城市副中心",
}  # fmt: skip
_JOINT = {"京津": ("北京", "天津"), "京冀": ("北京", "河北"), "津冀": ("天津", "河北")}
_WHOLE = {"北京", "天津", "河北"}


def place(name: str) -> str:
    """The form under which a place, or a flow "A→B", is kept and asked for."""
    return "→".join(_one(part) for part in _ARROW.split(name))[:LONGEST]


def _one(name: str) -> str:
    name = re.sub(r"\s", "", name)
    if name in _ALIASES:
        return _ALIASES[name]
    short = _LONG_FORM.sub("", name)
    return _ALIASES.get(short, short) if len(short) > 1 else name


def places(regions: Iterable[str]) -> list[str]:
    """All that a statement for these regions is found by: each of them, both ends of a flow, the members of a pair."""
    found: dict[str, None] = {}
    for name in regions:
        whole = place(name)
        for part in (whole, *whole.split("→")):
            found.update(dict.fromkeys((part, *_JOINT.get(part, ()))))
    if {place(name) for name in regions} == _WHOLE:
        found["京津冀"] = None
    return list(found)


def asked(name: str) -> list[str]:
    """The kept forms that answer a question for this place: a name without its ending may also be a county."""
    key = place(name)
    return [key, key + "县"] if "→" not in key and key == re.sub(r"\s", "", name) and len(key) > 1 else [key]
