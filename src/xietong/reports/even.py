"""Text made even before numbers are looked for: other scripts' digits, full-width forms, invisible characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_FINANCIAL = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩貳參陸", "一二三四五六七八九十百千万亿两二三六", strict=True))
_FORMAL = re.compile(f"[零万亿{''.join(_FINANCIAL)}]{{2,}}")
_ALWAYS = {"萬": "万", "億": "亿", "兩": "两"}
_KEPT = frozenset("，：；！？（）～")  # full-width on purpose
_LOOK_ALIKE = {"٪": "%", "٫": ".", "﹪": "%", "\u2044": "/", "‚": ",", "−": "-"}


@dataclass(frozen=True, slots=True)
class Even:
    """The even text; `at[i]` is where its character i stands in the text as given."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the given text of even[start:end]."""
        return self.at[start], self.at[end - 1] + 1


def even(text: str) -> Even:
    """The text with every digit as ASCII, formal numerals as plain ones, and nothing invisible between characters."""
    kept: list[str] = []
    at: list[int] = []
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cf", "Mn", "Me", "Cc") and char not in "\n\t":
            continue
        kept.append(_plain(char))
        at.append(place)
    made = "".join(kept)
    return Even(_FORMAL.sub(lambda found: "".join(_FINANCIAL.get(one, one) for one in found.group()), made), tuple(at))


def _plain(char: str) -> str:
    if char < "\x80":
        return "\u0020" if char == "\t" else char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if char in _ALWAYS or char in _LOOK_ALIKE:
        return _ALWAYS.get(char) or _LOOK_ALIKE[char]
    folded = unicodedata.normalize("NFKC", char)
    # ㎡, ½ and ① stay what they are; full-width letters and signs do not
    same = len(folded) == 1 and char not in _KEPT and unicodedata.category(char) not in ("No", "Nl")
    return folded if same else char
