"""Who leads and who supports, where a plan names them: in brackets, behind a label, in a sentence (由…牵头, …会同…)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from xietong.data import table
from xietong.targets.plans.model import Body, Role
from xietong.targets.plans.source import Source

# （各县（市、区）人民政府负责）: one pair inside another, and nothing deeper
_BRACKETS = re.compile(r"[（〔\[【]((?:[^（）〔〕\[\]【】]|（[^（）〔〕\[\]【】]{1,8}）){2,300})[）〕\]】]")
_SPLIT = re.compile(r"[、，,；;/\s]+(?![^（）]{0,8}）)")
_AND = re.compile(r"(?<=[一-龥]{2})[和及与](?=[一-龥]{2})")
_TAIL = re.compile(
    r"(?:等)?(?:有关|相关)?(?:单位|部门)?"
    r"(?:按照?(?:各自)?职责(?:分工)?(?:共同)?(?:负责|落实|推进)?|分工负责|(?:分别|共同|具体)(?:负责|牵头|落实)?|负责落实|负责|落实|等)+$"
)
_JOINED = re.compile(
    r"(?:^|[，。；、\n])由?(?P<lead>[^，。；（）\n]{2,60}?)(?:牵头[，]?(?:，?会同|联合)|会同|牵头联合)(?P<with>[^，。；（）\n]{2,60}?)"
    r"(?=每|定期|负责|开展|制定|组织|建立|推进|推动|共同|研究|编制|加强|做好|落实|，|。|；|$)"
)
_LED = re.compile(
    r"(?:^|[，。；、\n])由?(?P<lead>[^，。；（）\n]{2,60}?)牵头[^，。；（）\n]{0,4}，(?P<with>[^，。；（）\n]{2,80}?)(?:积极)?(?:配合|参与|参加|协助|协同)[^，。；（）\n]{0,4}"
)
_SHARED = re.compile(
    r"(?:^|[。；\n])(?P<names>[^，。；（）\n：]{4,80}?)(?:按照?(?:各自)?职责(?:分工)?(?:共同)?|分工|分别|共同)负责(?=[。；\n]|$)"
)
_BY = re.compile(r"(?:^|[，。；\n])由(?P<lead>[^，。；（）\n]{2,60}?)(?:牵头|负责|承担)")


@dataclass(frozen=True, slots=True)
class Note:
    """view[start:end] says who is in charge of what stands before it; `spoken`: of the sentence it is part of."""

    start: int
    end: int
    bodies: tuple[Body, ...]
    spoken: bool = False


@cache
def _lexicon() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    said = table("plans.toml")["bodies"]
    names = "|".join(f"(?P<{role}>{said[role]})" for role in ("lead", "supporting", "responsible"))
    label = re.compile(rf"(?:^|(?<=[，。；;、\n（〔\[【 ])|(?<=\s))(?:{names})[：:]")
    behind = re.compile(
        r"(?P<lead>牵头(?:负责|落实)?|主责|主办)|(?P<supporting>配合|协办|参加|参与|协同)|(?P<responsible>负责|落实)"
    )
    return label, behind, re.compile(said["suffix"] + "$")


def notes(source: Source, start: int, end: int) -> list[Note]:
    """The notes on bodies in view[start:end], in order, none inside another."""
    found = [*_bracketed(source, start, end), *_labelled(source, start, end), *_spoken(source, start, end)]
    kept: list[Note] = []
    for note in sorted(found, key=lambda one: (one.start, -one.end)):
        if note.bodies and (not kept or note.start >= kept[-1].end):
            kept.append(note)
    return kept


def _bracketed(source: Source, start: int, end: int) -> Iterator[Note]:
    label, _, _ = _lexicon()
    for found in _BRACKETS.finditer(source.text, start, end):
        inner = found.span(1)
        if label.search(source.text, *inner):
            yield Note(*found.span(), tuple(_by_label(source, *inner)))
        elif re.search("牵头|配合|负责|主责|主办|落实", found[1]):
            yield Note(*found.span(), tuple(_by_verb(source, *inner)))
        elif _only_names(source, *inner):
            yield Note(*found.span(), tuple(_names(source, *inner, "responsible")))


def _labelled(source: Source, start: int, end: int) -> Iterator[Note]:
    """责任单位：A、B as a line or a sentence of its own."""
    label, _, _ = _lexicon()
    at = start
    while found := label.search(source.text, at, end):
        at = _closing(source.text, found.end(), end)
        yield Note(found.start(), at, tuple(_by_label(source, found.start(), at)))
        at = max(at, found.end())


def _closing(text: str, start: int, end: int) -> int:
    """Where a list of names ends: at a stop, or at a bracket that was opened before it."""
    depth = 0
    for found in re.compile(r"[。\n（）〔〕\[\]【】]").finditer(text, start, end):
        if found.group() in "（〔[【":
            depth += 1
        elif depth and found.group() not in "。\n":
            depth -= 1
        else:
            return found.start()
    return end


def _by_label(source: Source, start: int, end: int) -> Iterator[Body]:
    label, _, _ = _lexicon()
    marks = list(label.finditer(source.text, start, end))
    for mark, stop in zip(marks, [*(one.start() for one in marks[1:]), end], strict=True):
        yield from _names(source, mark.end(), stop, _role(mark))


def _by_verb(source: Source, start: int, end: int) -> Iterator[Body]:
    """A牵头，B、C配合: each list is of the verb behind it."""
    _, behind, _ = _lexicon()
    at = start
    for verb in behind.finditer(source.text, start, end):
        yield from _names(source, at, verb.start(), _role(verb))
        at = verb.end()


def _role(match: re.Match[str]) -> Role:
    return "lead" if match["lead"] else "supporting" if match["supporting"] else "responsible"


def _spoken(source: Source, start: int, end: int) -> Iterator[Note]:
    """市委办公厅会同市协同办开展督导; 由市商务局牵头."""
    start = max(0, start - 1)  # the mark before the first name
    for found in (*_LED.finditer(source.text, start, end), *_JOINED.finditer(source.text, start, end)):
        lead = list(_names(source, *found.span("lead"), "lead", strict=True))
        if lead:
            yield Note(
                found.start("lead"),
                found.end(),
                (*lead, *_names(source, *found.span("with"), "supporting", strict=True)),
                True,
            )
    for found in _SHARED.finditer(source.text, start, end):
        yield Note(*found.span("names"), tuple(_names(source, *found.span("names"), "responsible", strict=True)), True)
    for found in _BY.finditer(source.text, start, end):
        yield Note(*found.span("lead"), tuple(_names(source, *found.span("lead"), "lead", strict=True)), True)


def named(source: Source, start: int, end: int, role: Role) -> tuple[Body, ...]:
    """The bodies of a cell of a table that holds nothing else."""
    return tuple(_names(source, start, end, role))


def _pieces(source: Source, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for cut in [*_SPLIT.finditer(source.text, start, end), None]:
        yield from _apart(source.text, at, cut.start() if cut else end)
        at = cut.end() if cut else end


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """甲局和乙局 are two, 市文化和旅游局 is one: 和 parts names only where a whole name stands before it."""
    suffix = _lexicon()[2]
    for cut in _AND.finditer(text, start, end):
        if suffix.search(text[start : cut.start()]) and suffix.search(_TAIL.sub("", text[cut.end() : end])):
            yield start, cut.start()
            yield from _apart(text, cut.end(), end)
            return
    yield start, end


def _names(source: Source, start: int, end: int, role: Role, *, strict: bool = False) -> Iterator[Body]:
    suffix = _lexicon()[2]
    for left, right in _pieces(source, start, end):
        words = source.text[left:right]
        name = _TAIL.sub("", words)
        lead = re.match(r"(?:第[一二三四五六七八九十百]+条|\d{1,2}[.、]|（[一二三四五六七八九十\d]+）|由|（|：)+", name)
        left += lead.end() if lead else 0
        name = name[lead.end() :] if lead else name
        if not 2 <= len(name) <= 40 or (strict and not suffix.search(name)) or re.search(r"[。：\d]", name):
            continue
        yield Body(name, role, source.words(left, left + len(name)))


def _only_names(source: Source, start: int, end: int) -> bool:
    """Whether brackets hold nothing but names of offices, more than one of them or one that is surely no explanation."""
    suffix = _lexicon()[2]
    parts = [_TAIL.sub("", source.text[left:right]) for left, right in _pieces(source, start, end)]
    parts = [one for one in parts if one]
    fit = all(suffix.search(one) and 2 < len(one) <= 30 for one in parts)
    closes = source.text[end + 1 : end + 2] in ("", "。", "\n", "；") or source.text[start - 2 : start - 1] == "。"
    return bool(parts) and fit and closes and (len(parts) > 1 or bool(re.search(r"(?:委|局|厅|办)$", parts[0])))
