"""Computations set as formulas: their shape is read, nothing is evaluated, nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xietong.web.formula import Line, Term, formula


def words(term: Term) -> str:
    return term.text + "".join(map(words, term.parts))


def shape(term: Term) -> str:
    """The formula as one line of text in which fractions and powers can be seen."""
    if term.kind == "fraction":
        return f"[{shape(term.parts[0])}/{shape(term.parts[1])}]"
    if term.kind == "power":
        return f"{shape(term.parts[0])}^{{{shape(term.parts[1])}}}"
    return term.text or "".join(map(shape, term.parts))


def written(lines: tuple[Line, ...]) -> str:
    return "; ".join(" ".join(map(shape, line)) for line in lines)


def test_a_yearly_average_is_a_root_of_a_fraction() -> None:
    made = formula("(748.7亿元 ÷ 71.2亿元)^(1/10) − 1 = 26.5% ≠ 25%")
    assert written(made) == "([748.7亿元/71.2亿元])^{1/10} −1 =26.5% ≠25%"


def test_what_is_under_a_line_needs_no_brackets() -> None:
    assert written(formula("3 ÷ (5 − (2)) = 1 ≠ 2")) == "[3/5−2] =1 ≠2"
    assert written(formula("3 ÷ (5 − (−2))")) == "[3/5−(−2)]"


def test_units_with_a_stroke_are_no_fractions() -> None:
    made = formula("93微克/立方米 × (1 + -57.3%) = 39.4…39.9; 2022: 37微克/立方米")
    assert written(made) == "93微克/立方米×(1+−57.3%) =39.4…39.9; 2022: 37微克/立方米"


def test_a_gap_is_at_least_the_distance() -> None:
    assert written(formula("203项 | 179项: 23项")) == "|203项 −179项| ≥23项"


def test_years_behind_values_belong_to_them() -> None:
    assert written(formula("71.2亿元 (2013) → 748.7亿元 (2023)")) == "71.2亿元 (2013) →748.7亿元 (2023)"


def test_what_is_no_formula_stays_as_it_is() -> None:
    for text in ("近…余", "((", "a ÷ ", ")", "甲 第3: 乙 4家、丙（5家）", "1 ÷ 2 ÷ " * 40 + "3", "x" * 5000):
        assert written(formula(text)) == (text.strip() if "÷" in text else text)


@given(st.text(alphabet="12.家%()^/ −+×÷=≠~|:;甲<&-", max_size=80))
def test_nothing_is_lost(text: str) -> None:
    kept = set("12.家%甲<&")
    said = "".join(words(term) for line in formula(text) for term in line)
    # brackets and the signs that the shape shows are all that may go
    assert [char for char in said if char in kept] == [char for char in text if char in kept]
