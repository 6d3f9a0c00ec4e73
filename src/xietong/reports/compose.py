"""A template and the answers to its calls → the report. Nothing is asked of the ledger here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xietong.reports.check import check
from xietong.reports.fields import Call
from xietong.reports.given import About, Answer, Missing, Named, Said, Section, Value
from xietong.reports.inline import Span
from xietong.reports.model import At, Block, Break, Chart, Heading, Items, Paragraph, Piece, Pieces, Report, Table
from xietong.reports.say import Manner, figure, word
from xietong.reports.sources import listed
from xietong.reports.template import Node, Template
from xietong.reports.troubles import FaultyReportError, Trouble

Answers = Mapping[Call, Answer]


def build(template: Template, answers: Answers, about: About) -> Report:
    """The report. FaultyReportError with every figure that is bound to nothing or contradicts what it is bound to."""
    report, troubles = draft(template, answers, about)
    if troubles:
        raise FaultyReportError(troubles)
    return report


def draft(template: Template, answers: Answers, about: About) -> tuple[Report, tuple[Trouble, ...]]:
    """The report as it is, with what keeps it from being built."""
    composer = _Composer(template, answers, about)
    blocks: list[Block] = []
    for node in template.nodes:
        blocks += composer.node(node, blocks)
    title = composer.pieces(template.title)
    report = Report(
        title, about.language, about.day, about.period, about.template, tuple(blocks), template.names, about.vintage
    )
    return report, (*composer.troubles, *check(report))


class _Composer:
    def __init__(self, template: Template, answers: Answers, about: About) -> None:
        self._template, self._answers, self._about = template, answers, about
        self.troubles: list[Trouble] = []
        self._section = ""

    def node(self, node: Node, before: list[Block]) -> list[Block]:
        """The blocks of one node; `before` are those that stand above it."""
        match node.kind:
            case "heading":
                made = Heading(node.level, self.pieces(node.parts[0]))
                self._section = "".join(one.text for one in made.pieces)
                return [made]
            case "paragraph":
                return [Paragraph(self.pieces(node.parts[0]))]
            case "items":
                return [Items(tuple(map(self.pieces, node.parts)), node.ordered)]
            case "table":
                rows = tuple(tuple(map(self.pieces, row)) for row in node.rows)
                return [Table((), tuple(map(self.pieces, node.parts)), rows, node.align)]
        return self._field(node, before)

    def _field(self, node: Node, before: list[Block]) -> list[Block]:
        assert node.call is not None
        if node.call.name == "page":
            return [Break()]
        if node.call.name == "sources":
            return list(listed(before, self._about.language, node.call.get("title")))
        answer = self._answers[node.call]
        if isinstance(answer, Section):
            title = node.call.get("title")
            return [_placed(one, title, node.at) if title else one for one in answer.blocks]
        assert isinstance(answer, Missing)
        language = self._about.language
        return [Paragraph((Piece(word("missing.section", language, why=answer.sentence(language)), "quote"),))]

    def pieces(self, spans: tuple[Span, ...]) -> Pieces:
        """Spans of a template as pieces, bound by the answers."""
        found: list[Piece] = []
        for span in spans:
            if span.footnote:
                note = self.pieces(self._template.notes[span.footnote])
                found.append(Piece("", style=span.style, footnote=note, at=span.at))
            elif span.call is not None:
                found += self._bound(span, span.call)
            else:
                found.append(Piece(span.text, style=span.style, at=span.at))
        return tuple(found)

    def _bound(self, span: Span, call: Call) -> list[Piece]:
        answer, language = self._answers[call], self._about.language
        note = call.yes("note", True)
        match answer:
            case Value():
                made = figure(answer, language, manner(call), note=note)
                if span.text:
                    return [_typed(made, span)]
                return _with_period(_at(made, span), answer, language) if call.yes("when", False) else [_at(made, span)]
            case Named() if not span.text:
                text = f"《{answer.text}》" if language == "zh" else f"“{answer.text}”"
                return [Piece(text, "quote", span.style, sources=(answer.source,), note=note, at=span.at)]
            case Said() if not span.text:
                return [Piece(answer.text, style=span.style, at=span.at)]
            case Missing() if not span.text:
                return [Piece(word("missing.inline", language), style=span.style, at=span.at)]
        why = {"zh": answer.zh, "en": answer.en} if isinstance(answer, Missing) else call.name
        self.troubles.append(Trouble("no_data", self._section, span.at, span.text, {"why": why}))
        return []


def _placed(block: Block, title: str, at: At) -> Block:
    """A table or chart whose caption a person typed, with where its field stands."""
    if isinstance(block, Table | Chart) and block.caption and block.caption[0].text == title:
        return replace(block, caption=(replace(block.caption[0], at=at), *block.caption[1:]))
    return block


def _with_period(made: Piece, value: Value, language: str) -> list[Piece]:
    """2023年43,760.7亿元; 4,376.07 billion yuan in 2023."""
    if not value.when:
        return [made]
    said = Piece(value.when if language == "zh" else f" in {value.when}", style=made.style, at=made.at)
    return [said, made] if language == "zh" else [made, said]


def manner(call: Call) -> Manner:
    """How a field asks for its value to be printed."""
    digits = call.get("digits")
    return Manner(
        int(digits) if digits else None, call.get("round", "half"), call.get("unit"), call.get("form") == "change"
    )


def _typed(made: Piece, span: Span) -> Piece:
    """What a person typed, bound to a value."""
    return replace(made, text=span.text, style=span.style, typed=True, at=span.at)


def _at(made: Piece, span: Span) -> Piece:
    return replace(made, style=span.style, at=span.at)
