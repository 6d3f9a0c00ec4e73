"""Folded string → tokens: bigrams, which find every word exactly, and dictionary words, which rank.

Each place of a run of letters, digits and Chinese characters gives the two characters that begin there (the last place
one): so any string of two characters or more is found by its bigrams and a single character as a prefix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version

import rjieba

VERSION = f"bigram1+rjieba{version('rjieba')}"
MOST_TERMS = 16
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: `plain` must stand in the passage, `bigrams` narrow it, `prefixes` are single characters.

    `exact` where the tokens alone decide and the passage need not be looked at again.
    """

    plain: str
    bigrams: tuple[str, ...]
    prefixes: tuple[str, ...]
    words: tuple[str, ...]
    exact: bool


def bigrams(plain: str) -> list[str]:
    """Tokens of a passage, repetitions kept."""
    return [run[at : at + 2] for run in _RUN.findall(plain) for at in range(len(run))]


def words(plain: str) -> list[str]:
    """Dictionary words of a passage, the longer ones with their parts."""
    return [word for word in rjieba.cut_for_search(plain) if _RUN.fullmatch(word)]


def term(plain: str) -> Term:
    """What to look for, for one folded term."""
    runs = _RUN.findall(plain)
    pairs = tuple(dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run) - 1)))
    prefixes = tuple(dict.fromkeys(run for run in runs if len(run) == 1))
    exact = len(runs) == 1 and runs[0] == plain and len(plain) <= 2
    return Term(plain, pairs, prefixes, tuple(dict.fromkeys(words(plain))), exact)
