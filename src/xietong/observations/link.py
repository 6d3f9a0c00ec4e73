"""Statement → Link: which indicator of the catalogue a phrase names, with a score and the reason.

A phrase is linked when it is a name of the catalogue, or a name with nothing around it but words that do not narrow it
(`data/linking.toml`): where, when and that it was done; 增速 where it is a growth, 流向 where it has a direction, 新增
where the indicator is a sum over time. Any other word narrows the thing (汽车出口 is not 出口): no link. A share (甲占乙
比重) is linked where the catalogue has that quotient. The unit must be one that the indicator is printed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from xietong.data import REGION, table
from xietong.observations.catalogue import Catalogue, Indicator, catalogue, plain
from xietong.statements.model import Statement
from xietong.statements.places import find_places

LINKER = "link/3"  # another linker may link otherwise: ledgers are linked anew


@dataclass(frozen=True, slots=True)
class Link:
    """`code` is "" where the catalogue has no such indicator; `why` says how it was found or why not.

    `occasion` is the event that the figure is of (某某洽谈会), for indicators that are counted by event: figures of two
    events are not figures of one thing.
    """

    code: str
    score: float
    why: str
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What of a statement decides its link."""

    phrase: str
    measure: str
    target: bool
    directed: bool
    regions: tuple[str, ...]


def link(statement: Statement, book: Catalogue | None = None) -> Link:
    """The indicator a statement is about."""
    if not statement.indicator:
        return Link("", 0.0, "no phrase")
    said = _Said(
        statement.indicator,
        statement.measure,
        statement.modality == "target",
        any("→" in name for name in statement.regions),
        statement.regions,
    )
    found = _shared(said) if book is None or book is catalogue() else _match(said, _Names(book))
    if not found.code:
        return found
    book = book or catalogue()
    known = book.indicators[found.code]
    if not _unit_fits(book, known, statement):
        return Link("", 0.0, f"{statement.measure} in {statement.unit} does not fit {known.zh}")
    if statement.measure in ("growth", "multiple") and known.kind == "count" and _valued(_key(known.zh), book):
        return Link("", 0.0, f"{known.zh} is counted and valued, and a change does not say of which it is")
    if known.kind in ("count", "persons") and (more := _said_of_it(statement)):
        return Link("", 0.0, f"only those of which it says “{more}”")
    return found


_PERCENT = frozenset(["share", "rate", "level_pct"])


def _unit_fits(book: Catalogue, known: Indicator, statement: Statement) -> bool:
    if statement.measure == "share":
        return known.kind in _PERCENT
    if statement.measure == "difference" and statement.unit == "百分点":
        return known.kind in _PERCENT or known.kind == "index"
    if statement.measure in ("level", "ratio", "difference"):
        return book.fits(known.code, statement.unit)
    return True


def _valued(name: str, book: Catalogue) -> bool:
    """Whether what is counted has an amount in money too (技术合同, 技术合同成交额)."""
    name = name.removesuffix("数")
    return any(one.kind == "money" and _key(one.zh).startswith(name) for one in book.indicators.values())


_QUOTES = re.compile(r"[\s“”\"‘’']")
_ENDS = "，,。；;：:！？!?）)"
_BARE = 3  # 高校, 学校, 博物馆: a list of them is followed by what they did


def _said_of_it(statement: Statement) -> str:
    """What a clause goes on to say of the things counted (4所高校选址落位), where the phrase leaves it out."""
    behind = _QUOTES.sub("", statement.sentence[statement.end - statement.sentence_start :])
    phrase = _QUOTES.sub("", statement.indicator)
    size = next((size for size in range(len(phrase), 1, -1) if behind.startswith(phrase[-size:])), 0)
    more = behind[size:]
    if not size or not more or more[0] in _ENDS:
        return ""
    if more[0] in "、和与及":
        return more[:6] if size <= _BARE else ""
    for word in sorted(table("linking.toml")["always"], key=len, reverse=True):
        more = more.removeprefix(word)
    return "" if more[:2] in phrase else more[:6]


# --- names -----------------------------------------------------------------------------------------------------------


def _key(phrase: str) -> str:
    """How phrases and names are compared here: also without 的, which may stand or be left out."""
    return plain(phrase).replace("的", "")


class _Names:
    """The names of a catalogue, ready to be looked for."""

    def __init__(self, book: Catalogue) -> None:
        self.book = book
        self.codes = {name.replace("的", ""): code for name, code in book.names.items()}
        self.longest = max(map(len, self.codes), default=0)
        own: dict[str, set[str]] = {code: set() for code in book.indicators}
        for name, code in self.codes.items():
            own[code].add(name)
        self.own = own
        self.scopes = sorted({scope for one in book.indicators.values() for scope in one.scopes}, key=len, reverse=True)

    def inside(self, words: str) -> Iterator[tuple[int, int, str]]:
        """Names within some words, longest first: start, end, code."""
        for size in range(min(self.longest, len(words) - 1), 1, -1):
            for at in range(len(words) - size + 1):
                code = self.codes.get(words[at : at + size])
                if code:
                    yield at, at + size, code


@cache
def _names() -> _Names:
    return _Names(catalogue())


@lru_cache(maxsize=65536)
def _shared(said: _Said) -> Link:
    return _match(said, _names())


def _match(said: _Said, names: _Names) -> Link:
    whole = _key(said.phrase)
    if code := names.codes.get(whole):
        return Link(code, 1.0, "name")
    bare = _key(_without_places(said))
    if code := names.codes.get(bare):
        return Link(code, 0.98, "name without its place")
    if table("linking.toml")["share_of"] in whole:
        return _share(said, names)
    for words in dict.fromkeys((bare, whole)):
        if (
            found := _around(words, said, names)
            or _without_scope(words, said, names)
            or _at_occasion(words, said, names)
        ):
            return found
    return Link("", 0.0, "no such name")


# --- words around a name ---------------------------------------------------------------------------------------------


def _around(words: str, said: _Said, names: _Names) -> Link | None:
    """The longest name within, with nothing around it but words that do not narrow it."""
    for start, end, code in names.inside(words):
        neutral = _neutral(code, said, names)
        if neutral(words[:start]) and neutral(words[end:]):
            return Link(code, 0.9, f"“{words[start:end]}” with words that do not narrow it")
    return None


def _neutral(code: str, said: _Said, names: _Names) -> Callable[[str], bool]:
    """Whether words beside a name leave it the same indicator."""
    one = names.book.indicators[code]
    allowed = _allowed(said.measure, said.target, said.directed, one.time == "sum")
    scopes = tuple(_key(scope) for scope in one.scopes)
    own = names.own[code]

    def test(words: str) -> bool:
        reached = {0}
        for at in range(len(words)):
            if at not in reached:
                continue
            for size in range(1, len(words) - at + 1):
                piece = words[at : at + size]
                # what its own names say already does not narrow it either (高校 before 疏解高校学生)
                if piece in allowed or piece in scopes or (size > 1 and any(piece in name for name in own)):
                    reached.add(at + size)
        return len(words) in reached

    return test


@cache
def _allowed(measure: str, target: bool, directed: bool, summed: bool) -> frozenset[str]:
    lists = table("linking.toml")
    words = set(lists["always"])
    if measure in ("growth", "difference", "multiple"):
        words.update(lists["change"])
    if measure == "rank":
        words.update(lists["rank"])
    if target:
        words.update(lists["target"])
    if directed:
        words.update(lists["flow"])
    if summed or measure == "difference":
        words.update(lists["added"])
    return frozenset(words)


def _without_scope(words: str, said: _Said, names: _Names) -> Link | None:
    """A name with a customary scope, or with 新增, in the midst of it: 某某项目签约投资额."""
    for scope in (*names.scopes, *table("linking.toml")["added"]):
        if scope not in words:
            continue
        rest = words.replace(scope, "", 1)
        code = names.codes.get(rest)
        if code is None:
            continue
        one = names.book.indicators[code]
        if scope in one.scopes or scope in _allowed(said.measure, said.target, said.directed, one.time == "sum"):
            return Link(code, 0.85, f"“{rest}” on the scope {scope}")
    return None


def _at_occasion(words: str, said: _Said, names: _Names) -> Link | None:
    """An indicator that is counted by occasion, after the name of one."""
    lists = table("linking.toml")
    for start, end, code in names.inside(words):
        if code not in lists["occasion_of"]:
            continue
        neutral = _neutral(code, said, names)
        cuts = [at for word in lists["occasion"] if (at := words.rfind(word, 0, start) + len(word)) >= len(word)]
        cut = max(cuts, default=0)
        if cut and neutral(words[cut:start].removeprefix("上").removeprefix("现场")) and neutral(words[end:]):
            return Link(code, 0.85, f"“{words[start:end]}” of an occasion", words[:cut])
    return None


# --- shares ----------------------------------------------------------------------------------------------------------


def _share(said: _Said, names: _Names) -> Link:
    """甲占乙(的)比重: the quotient of the catalogue of 甲 and 乙."""
    lists = table("linking.toml")
    ends = "|".join(lists["share_end"])
    found = re.fullmatch(rf"(.+?){lists['share_of']}(.+?)(?:{ends})?", _key(_without_places(said)))
    if found is None:
        return Link("", 0.0, "a share of something that is not named")
    part, whole = (_match(_Said(words, "level", said.target, False, ()), names) for words in found.groups())
    for one in names.book.quotients:
        if (one.above, one.below) == (part.code, whole.code):
            zh = names.book.indicators
            return Link(one.code, 0.9, f"{zh[one.above].zh} in {zh[one.below].zh}")
    return Link("", 0.0, "no such share")


# --- places ----------------------------------------------------------------------------------------------------------


def _without_places(said: _Said) -> str:
    """The phrase without the places that the statement is for, and what leads up to them.

    A place that the statement is not for stays, and narrows the thing: 北京流向津冀… read as of 北京 alone is not linked.
    """
    phrase = said.phrase
    for name in sorted(said.regions, key=len, reverse=True):
        phrase = phrase.replace(name, "") if len(name) > 2 else phrase
    pieces: list[str] = []
    at = 0
    for place in find_places(phrase, 0, len(phrase)):
        if place.start < at or place.kind == "park" or not _is_for(said.regions, place.names):
            continue
        end = place.end
        if place.kind == "stands":  # what stands for its city is part of the thing, but for the port of that name
            if not phrase.startswith(place.names[0], place.start):
                continue
            end = place.start + len(place.names[0])
        end += phrase.startswith("港", end) and not phrase.startswith("港口", end)
        pieces.append(_before(phrase[at : place.start], listed=bool(pieces), directed=said.directed))
        at = end
    return "".join([*pieces, phrase[at:]])


def _is_for(regions: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether a statement is for the places of these names; one for no place takes them all."""
    ours = {name for written in regions for one in written.split("→") for name in _members(one)}
    return not ours or all(any(one.startswith(name) or name.startswith(one) for one in ours) for name in names)


@cache
def _members(name: str) -> frozenset[str]:
    home = table(REGION)
    members = home["members"] if name == home["whole"] else home["joint"].get(name, ())
    return frozenset([name, *members])


def _before(words: str, *, listed: bool, directed: bool) -> str:
    """The words before a place, without the preposition or the comma of a list that goes with it."""
    lists = table("linking.toml")
    if listed and words in ("、", "和", "与", "及"):
        return ""
    if any(words.endswith(flow) and len(flow) > 1 for flow in lists["flow"]):
        return words  # 流向津冀: said by the direction, where there is one
    leading = [*lists["at_place"], *(lists["to_place"] if directed else ())]
    return words.removesuffix(next((word for word in leading if words.endswith(word)), ""))
