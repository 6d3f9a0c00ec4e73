"""The inputs of a derivation: chosen among all sources of each term, of one scope and of one vintage, or with an issue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from xietong.core.period import Period
from xietong.observations.choose import choose
from xietong.observations.derivation import Asked, Input
from xietong.observations.doubts import Doubts, figure, indicator_words, named, state_words, when
from xietong.observations.model import MARKED, Observation
from xietong.observations.places import words as place_words
from xietong.observations.series import as_known
from xietong.observations.terms import Term, known

_CONSTANT = re.compile("不变价|可比价|可比口径")


@dataclass(frozen=True, slots=True)
class Found:
    """A term with its candidates by scope."""

    term: Term
    scopes: Mapping[str, Sequence[Observation]]


def best(many: Sequence[Observation]) -> Observation:
    """The chosen one of several sources; most terms have but one."""
    return many[0] if len(many) == 1 else choose(many).chosen


def find(term: Term, asked: Asked, observations: Iterable[Observation]) -> Found:
    """The candidates of a term: levels of its indicator, place and time; of its first release where that is asked."""
    measures = ("level", "share") if asked.formula == "mean" else ("level",)
    scopes: dict[str, list[Observation]] = defaultdict(list)
    for one in observations:
        key = one.key
        if (
            (key.indicator, key.place) == (term.indicator, term.place)
            and key.measure in measures
            and not key.breakdown
            and one.form != "ratio"
            and same_time(term, key.period)
        ):
            scopes[key.scope].append(one)
    if asked.known:
        scopes = defaultdict(list, {scope: as_known(many, asked.known) for scope, many in scopes.items()})
    if asked.view == "first":
        scopes = defaultdict(list, {scope: _first(many) for scope, many in scopes.items()})
    return Found(term, {scope: many for scope, many in scopes.items() if many})


def same_time(term: Term, period: str) -> bool:
    """Whether a period is that of a term; a stock or rate at the end of a span is that of the span."""
    if period == term.period:
        return True
    entry = known(term.indicator)
    if entry is None or entry.time == "sum":
        return False
    one, other = Period.parse(term.period), Period.parse(period)
    return one.end == other.end and (_moment(one) or _moment(other) or one.start == other.start)


def _moment(one: Period) -> bool:
    return one.start is None or one.start == one.end


def _first(many: Sequence[Observation]) -> list[Observation]:
    dated = [one for one in many if one.release.date]
    first = min((one.release.date for one in dated), default="")
    return [one for one in dated if one.release.date == first] or list(many)


# -- scope -----------------------------------------------------------------------------------------------------------


def select(found: Sequence[Found], asked: Asked, doubts: Doubts) -> list[tuple[Term, Sequence[Observation]]]:
    """The candidates of each term on one scope for each indicator; issues where that cannot be."""
    missing = [one for one in found if not _open(one, asked) and not one.term.optional]
    for one in missing:
        about = {"indicator": indicator_words(one.term.indicator), "place": place_words(one.term.place)}
        if asked.known:
            doubts.add("missing_known", "error", period=when(one.term.period), known=asked.known, words=about)
        else:
            doubts.add("missing", "error", period=when(one.term.period), words=about)
    if missing:
        return []
    present = [one for one in found if _open(one, asked)]
    by_indicator: dict[str, list[Found]] = defaultdict(list)
    for one in present:
        by_indicator[one.term.indicator].append(one)
    scope_of = {name: _scope(many, asked, doubts) for name, many in by_indicator.items()}
    made = []
    for one in present:
        scope = scope_of[one.term.indicator]
        if scope is None or scope not in one.scopes:  # mixed, and marked or refused
            scope = _widest(one.scopes)
        made.append((one.term, one.scopes[scope]))
    _apart(made, asked, doubts)
    return made


def _open(one: Found, asked: Asked) -> bool:
    """Whether a term has candidates on the scope asked for; the scope is asked of the indicator that is derived."""
    if asked.scope is not None and one.term.indicator == asked.indicator:
        return asked.scope in one.scopes
    return bool(one.scopes)


def _scope(many: Sequence[Found], asked: Asked, doubts: Doubts) -> str | None:
    """The scope that all terms of an indicator have; None with an issue where there is none."""
    if asked.scope is not None and many[0].term.indicator == asked.indicator:
        return asked.scope
    common = set.intersection(*(set(one.scopes) for one in many))
    if "" in common:
        return ""
    if common:
        entry = known(many[0].term.indicator)
        custom = [scope for scope in (entry.scopes if entry else ()) if scope in common]
        return custom[0] if custom else _widest({scope: many[0].scopes[scope] for scope in common})
    lone = [(one, _widest(one.scopes)) for one in many]
    (one, scope), (other, other_scope) = next(
        (first, second) for first, second in permutations(lone, 2) if first[1] not in second[0].scopes
    )
    about = (best(one.scopes[scope]), best(other.scopes[other_scope]))
    _mixed_scopes(about, asked, doubts)
    return None


def _mixed_scopes(about: tuple[Observation, Observation], asked: Asked, doubts: Doubts) -> None:
    one, other = about
    words = _scopes(one, other)
    if asked.mark:
        doubts.add("scope_differs", "warning", about, words=words)
    else:
        doubts.add("scope_mixed", "error", about, words=words)


def _scopes(one: Observation, other: Observation) -> Mapping[str, object]:
    return {"one": named(one), "scope": _said(one), "other": named(other), "other_scope": _said(other)}


def _said(one: Observation) -> object:
    return one.key.scope or (lambda language: "未注明" if language == "zh" else "not stated")


def _widest(scopes: Mapping[str, Sequence[Observation]]) -> str:
    """The scope without words first, else the one of most sources."""
    return "" if "" in scopes else min(scopes, key=lambda scope: (-len(scopes[scope]), scope))


def _apart(made: Sequence[tuple[Term, Sequence[Observation]]], asked: Asked, doubts: Doubts) -> None:
    """Two indicators on different scopes: never at current and constant prices together; else the result is marked."""
    firsts: dict[str, Observation] = {}
    for term, many in made:
        firsts.setdefault(term.indicator, best(many))
    for one, other in permutations(firsts.values(), 2):
        if one.key.scope == other.key.scope or one.key.indicator > other.key.indicator:
            continue
        if bool(_CONSTANT.search(one.key.scope)) != bool(_CONSTANT.search(other.key.scope)) and _priced(one, other):
            _mixed_scopes((one, other), asked, doubts)
        else:
            doubts.add("scope_differs", "warning", (one, other), words=_scopes(one, other))


def _priced(*both: Observation) -> bool:
    return all((entry := known(one.key.indicator)) is not None and "不变价" in entry.scopes for one in both)


# -- vintage ---------------------------------------------------------------------------------------------------------


def settle(made: Sequence[tuple[Term, Sequence[Observation]]], asked: Asked, doubts: Doubts) -> list[Input]:
    """One observation for each term. Terms of one indicator are of one vintage: what was revised after another term
    was released is not put beside it, unless one release gives all of them, or a mark was asked for."""
    chosen = [best(many) for _, many in made]
    clash = _clash(made, chosen, alike=True)
    if clash is not None:
        whole = _one_release(made)
        if whole is not None:
            rejected = next(one for one, kept in zip(chosen, whole, strict=True) if one != kept)
            doubts.add(
                "one_release", "warning", (whole[0], rejected), release=doubts.release(whole[0]),
                other_release=doubts.release(rejected), then=figure(rejected),
            )  # fmt: skip
            chosen = whole
        else:
            _differing(clash, doubts, refuse=not asked.mark)
    else:
        other = _clash(made, chosen, alike=False)
        if other is not None:
            _differing(other, doubts, refuse=False)
        elif len({_release(one) for one in chosen}) > 1:
            _several(chosen, doubts)
    _states(chosen, doubts)
    _derived(chosen, doubts)
    return [Input(term.role, one) for (term, _), one in zip(made, chosen, strict=True)]


_Clash = tuple[Observation, Observation, Observation]
"""A term, another as it stood when the first was released, and the other as it is now."""


def _clash(
    made: Sequence[tuple[Term, Sequence[Observation]]], chosen: Sequence[Observation], *, alike: bool
) -> _Clash | None:
    """The first pair of terms of different vintages; `alike`: of one indicator."""
    for (at, one), (there, other) in permutations(enumerate(chosen), 2):
        if (made[at][0].indicator == made[there][0].indicator) != alike or _release(one) == _release(other):
            continue
        # what the release of the one says of the other, or else what was known of it then
        beside = [each for each in made[there][1] if _release(each) == _release(one)]
        day = one.release.date
        then = beside or (as_known(made[there][1], day) if day and other.release.date > day else [])
        if then:
            before = best(then)
            if before.unit == other.unit and not before.values.meets(other.values):
                return one, before, other
    return None


def _release(one: Observation) -> tuple[str, str]:
    """What makes a release: the document; a derived number is one of its own."""
    return (one.release.document, "") if one.release.document else (one.id, one.release.date)


def _one_release(made: Sequence[tuple[Term, Sequence[Observation]]]) -> list[Observation] | None:
    """All terms from one document, the latest that has them all."""
    documents = set.intersection(*({one.release.document for one in many if one.release.document} for _, many in made))
    for document in sorted(documents, key=lambda one: (_day(made, one), one), reverse=True):
        return [best([one for one in many if one.release.document == document]) for _, many in made]
    return None


def _day(made: Sequence[tuple[Term, Sequence[Observation]]], document: str) -> str:
    return max(one.release.date for _, many in made for one in many if one.release.document == document)


def _differing(clash: _Clash, doubts: Doubts, *, refuse: bool) -> None:
    one, then, now = clash
    words = {
        "one": named(one), "release": doubts.release(one), "then": figure(then), "now": figure(now),
        "now_release": doubts.release(now),
    }  # fmt: skip
    if refuse:
        doubts.add("vintage_mixed", "error", clash, words=words, day=one.release.date)
    else:
        doubts.add("vintage_differs", "warning", clash, words=words)


def _several(chosen: Sequence[Observation], doubts: Doubts) -> None:
    undated = [one for one in chosen if not one.release.date]
    if undated:
        doubts.add("undated", "warning", undated[:1], one=named(undated[0]))
    firsts = list({_release(one): one for one in chosen}.values())

    def words(language: str) -> str:
        said = dict.fromkeys(doubts.release(one)(language) for one in firsts)
        return ("；" if language == "zh" else "; ").join(said)

    doubts.add("releases", "note", firsts, releases=words)


def _states(chosen: Sequence[Observation], doubts: Doubts) -> None:
    told: dict[str, dict[str, Observation]] = defaultdict(dict)
    for one in chosen:
        if one.release.status:
            told[one.key.indicator].setdefault(one.release.status, one)
    for states in told.values():
        if len(states) > 1:
            one, other = list(states.values())[:2]
            doubts.add(
                "status_mixed", "warning", (one, other), one=named(one), status=state_words(one), other=named(other),
                other_status=state_words(other),
            )  # fmt: skip


def _derived(chosen: Sequence[Observation], doubts: Doubts) -> None:
    """Inputs that are derived themselves; the mark of one goes on to what rests on it."""
    for one in chosen:
        if one.origin == "derived":
            marked = one.release.method.endswith(MARKED)
            doubts.add("rests_marked" if marked else "rests", "warning" if marked else "note", one=named(one))
