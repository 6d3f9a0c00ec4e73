"""The computation of a finding as a formula: read for its shape alone, never evaluated; the template sets it in MathML.

Operators stand between spaces; what is between them is a figure as printed and is put down as it is. A string that is
no formula comes out as the text it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "operator", "tall", "row", "fraction", "power"]

_RELATIONS = frozenset("=≠≈~<>≤≥→")
_SUMS, _PRODUCTS = frozenset("+−"), frozenset("×÷")
_TOKEN = re.compile(r"\s+([=≠≈~<>≤≥→+−×÷])\s+|\^\(([^()]{1,20})\)|([()])|(.)", re.S)
_APART = re.compile(r"(?P<one>.+?) \| (?P<other>.+?): (?P<gap>.+)", re.S)
_LONGEST, _DEEPEST = 2000, 20


@dataclass(frozen=True, slots=True)
class Term:
    """Part of a formula: words, a sign or a tall bracket, or a row, fraction (above, below) or power (base, exponent) of `parts`."""

    kind: Kind
    text: str = ""
    parts: tuple[Term, ...] = ()


Line = tuple[Term, ...]
"""Pieces that stay whole; a line that is too long is broken between them."""


def formula(computation: str) -> tuple[Line, ...]:
    """The lines of a computation, each a row of pieces."""
    if len(computation) > _LONGEST:
        return ((Term("text", computation),),)
    return tuple(_line(part) for part in computation.split("; ") if part.strip())


def _line(text: str) -> Line:
    # a gap between two figures: the least by which what they can stand for is apart
    if apart := _APART.fullmatch(text):
        return _line(f"|{apart['one']} − {apart['other']}| ≥ {apart['gap']}")
    if text.endswith(": no"):
        return (*_line(text.removesuffix(": no")), Term("operator", "✗"))
    try:
        return _Parser(text).line()
    except _NoFormulaError:
        return (Term("text", text),)


class _NoFormulaError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["words", "operator", "open", "close", "power"]
    text: str


def _tokens(text: str) -> list[_Token]:
    """Brackets inside words, as in a name or before a year, belong to the words."""
    found: list[_Token] = []
    words, inner = "", 0

    def finish() -> None:
        nonlocal words
        if words.strip():
            found.append(_Token("words", words.strip()))
        words = ""

    for match in _TOKEN.finditer(text.strip()):
        operator, exponent, bracket, char = match.groups()
        if operator and not inner:
            finish()
            found.append(_Token("operator", operator))
        elif exponent and not inner:
            finish()
            found.append(_Token("power", exponent))
        elif bracket == "(" and (words.strip() or inner):
            words, inner = words + bracket, inner + 1
        elif bracket == ")" and inner:
            words, inner = words + bracket, inner - 1
        elif bracket:
            finish()
            found.append(_Token("open" if bracket == "(" else "close", bracket))
        else:
            words += match[0] if char is None else char
    finish()
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens, self._at, self._depth = _tokens(text), 0, 0

    def line(self) -> Line:
        pieces = list(self._sum())
        while (sign := self._operator(_RELATIONS)) is not None:
            first, *rest = self._sum()
            pieces += [_row(Term("operator", sign), first), *rest]
        if self._at != len(self._tokens):
            raise _NoFormulaError
        return tuple(pieces)

    def _sum(self) -> list[Term]:
        pieces = [self._product()]
        while (sign := self._operator(_SUMS)) is not None:
            pieces.append(_row(Term("operator", sign), self._product()))
        return pieces

    def _product(self) -> Term:
        made = self._factor()
        while (sign := self._operator(_PRODUCTS)) is not None:
            self._deeper()
            other = self._factor()
            over = Term("fraction", parts=(_bare(made), _bare(other)))
            made = over if sign == "÷" else _row(made, Term("operator", sign), other)
        return made

    def _factor(self) -> Term:
        token = self._next()
        if token.kind == "words":
            made = Term("text", _minus(token.text))
        elif token.kind == "open":
            self._deeper()
            inner = self._sum()
            if self._next().kind != "close":
                raise _NoFormulaError
            alone = len(inner) == 1 and inner[0].kind == "text" and not inner[0].text.startswith("−")
            made = inner[0] if alone else _bracketed(inner)
        else:
            raise _NoFormulaError
        while self._at < len(self._tokens) and self._tokens[self._at].kind == "power":
            self._deeper()
            made = Term("power", parts=(made, Term("text", self._next().text)))
        return made

    def _deeper(self) -> None:
        """Terms within terms are few in any computation; more would be too deep for a template."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _NoFormulaError

    def _next(self) -> _Token:
        if self._at >= len(self._tokens):
            raise _NoFormulaError
        self._at += 1
        return self._tokens[self._at - 1]

    def _operator(self, among: frozenset[str]) -> str | None:
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == "operator" and token.text in among:
                self._at += 1
                return _SET.get(token.text, token.text)
        return None


_SET = {"~": "∼"}


def _row(*parts: Term) -> Term:
    return Term("row", parts=parts)


def _bracketed(inner: list[Term]) -> Term:
    kind: Kind = "tall" if any(map(_tall, inner)) else "operator"
    return _row(Term(kind, "("), *inner, Term(kind, ")"))


def _tall(term: Term) -> bool:
    return term.kind == "fraction" or any(map(_tall, term.parts))


def _bare(term: Term) -> Term:
    """A fraction needs no brackets around what is above or below its line."""
    if term.kind == "row" and term.parts and term.parts[0].text == "(":
        return _row(*term.parts[1:-1])
    return term


def _minus(words: str) -> str:
    return re.sub(r"^-(?=\d)", "−", words)
