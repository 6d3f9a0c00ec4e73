"""Whether a step can be taken on a clause; a ValuesError says why not and what to do first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from xietong.core.errors import ValuesError
from xietong.data import table
from xietong.data.refusals import refusal
from xietong.targets.reviews.model import MESSAGES, MOST, WORDS, ReviewedClause, Step, StepKind
from xietong.targets.tasks.bodies import ended, register

NOTHING_NEEDED = ("closing", "evidence")  # steps that may be without words of their own
_JOINT = {"zh": "、", "en": ", "}
_FOLLOWS: dict[StepKind, StepKind] = {"recommendation": "finding", "reply": "recommendation"}


def ordered(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps by day, those of one day as they were entered."""
    return tuple(sorted(steps, key=lambda one: (one.day, one.entered is None, str(one.entered or ""))))


def closing(steps: Sequence[Step]) -> Step | None:
    """The closing that stands, None where there is none or it was reopened."""
    last = [one for one in ordered(steps) if one.kind in ("closing", "reopening")]
    return last[-1] if last and last[-1].kind == "closing" else None


def unanswered(steps: Sequence[Step]) -> tuple[tuple[Step, tuple[str, ...]], ...]:
    """Recommendations with the bodies that have not replied to them, in order; who took over from a body replies for it."""
    replies = [one for one in steps if one.kind == "reply"]

    def silent(asked: Step, body: str) -> bool:
        return not any(asked.id in one.of and answers(one, body) for one in replies)

    asked = [one for one in ordered(steps) if one.kind == "recommendation"]
    waiting = [(one, tuple(body for body in one.bodies if silent(one, body))) for one in asked]
    return tuple((one, bodies) for one, bodies in waiting if bodies)


def answers(reply: Step, body: str) -> bool:
    """Whether a reply is of a body, or of the one that had taken over from it by then."""
    return body in reply.bodies or register().now(body, reply.day) in reply.bodies


def following(steps: Sequence[Step], new: Step) -> tuple[str, ...]:
    """What a step follows from where it does not say: a recommendation from the last finding, a reply from the last
    recommendation to one of its bodies, first one that waits for it."""
    if new.kind == "recommendation":
        return tuple(one.id for one in ordered(steps) if one.kind == "finding")[-1:]
    if new.kind == "reply":
        waiting = [one.id for one, bodies in unanswered(steps) if any(answers(new, body) for body in bodies)]
        every = [one.id for one in ordered(steps) if one.kind == "recommendation"]
        return tuple((waiting or every)[-1:])
    return ()


def check(clause: ReviewedClause, steps: Sequence[Step], new: Step, today: date) -> None:
    """Raise for a step that cannot follow: see data/messages/reviews.toml."""
    if not (new.text.strip() or new.kind in NOTHING_NEEDED) or len(new.text) > MOST:
        raise _refused("no_text", new, most=MOST)
    if new.day > today:
        raise _refused("in_the_future", new, day=new.day, today=today)
    if new.day < clause.taken_up:
        raise _refused("before_taken_up", new, day=new.day, start=clause.taken_up)
    if any(one.id == new.id for one in steps):
        raise _refused("same_step", new)
    for body in new.bodies:
        gone = ended(body, new.day)
        if gone is not None:
            raise gone
    shut = closing(steps)
    if shut is not None and new.kind not in ("reply", "reopening"):
        raise refusal(MESSAGES, "closed", clause=clause.name, day=shut.day)
    _follows(clause, steps, new)
    _OF_KIND[new.kind](clause, steps, new)


def _follows(clause: ReviewedClause, steps: Sequence[Step], new: Step) -> None:
    wanted = _FOLLOWS.get(new.kind)
    if wanted is None:
        return
    known = {one.id: one for one in steps if one.kind == wanted}
    if not new.of or any(one not in known for one in new.of):
        raise refusal(
            MESSAGES,
            "recommendation_without_finding" if wanted == "finding" else "reply_to_nothing",
            clause=clause.name,
        )
    start = max(known[one].day for one in new.of)
    if new.day < start:
        other = table(WORDS)["step"][wanted]
        raise _refused("before_what_it_answers", new, day=new.day, start=start, other=other)


def _evidence(clause: ReviewedClause, steps: Sequence[Step], new: Step) -> None:
    if not new.evidence:
        raise refusal(MESSAGES, "evidence_missing")


def _finding(clause: ReviewedClause, steps: Sequence[Step], new: Step) -> None:
    outcomes = table(WORDS)["outcome"]
    if new.outcome not in outcomes:
        choice = {tongue: joint.join(one[tongue] for one in outcomes.values()) for tongue, joint in _JOINT.items()}
        raise refusal(MESSAGES, "no_outcome", choice=choice)
    there = new.evidence or any(one.kind == "evidence" and one.day <= new.day for one in steps)
    if not there and new.outcome != "unknown":
        raise refusal(MESSAGES, "finding_without_evidence", clause=clause.name, outcome=outcomes[new.outcome])


def _recommendation(clause: ReviewedClause, steps: Sequence[Step], new: Step) -> None:
    if not new.bodies:
        raise _refused("no_addressee", new)
    if new.due is not None and new.due <= new.day:
        raise refusal(MESSAGES, "due_before", due=new.due, day=new.day)


def _reply(clause: ReviewedClause, steps: Sequence[Step], new: Step) -> None:
    if not new.bodies:
        raise _refused("no_addressee", new)
    asked = {body for one in steps if one.id in new.of for body in one.bodies}
    asked |= {register().now(body, new.day) for body in asked}
    others = [body for body in new.bodies if body not in asked]
    if others:
        raise refusal(MESSAGES, "reply_by_another", asked="、".join(sorted(asked)), body="、".join(others))


def _closing(clause: ReviewedClause, steps: Sequence[Step], new: Step) -> None:
    if new.text.strip():
        return
    waiting = unanswered(steps)
    if waiting:
        bodies = dict.fromkeys(body for _, some in waiting for body in some)
        raise refusal(MESSAGES, "closing_unanswered", clause=clause.name, bodies="、".join(bodies))
    findings = [one for one in ordered(steps) if one.kind == "finding"]
    asked = any(one.kind == "recommendation" for one in steps)
    if not asked and (not findings or findings[-1].outcome != "implemented"):
        raise refusal(MESSAGES, "closing_unasked", clause=clause.name)


def _reopening(clause: ReviewedClause, steps: Sequence[Step], new: Step) -> None:
    if closing(steps) is None:
        raise refusal(MESSAGES, "not_closed", clause=clause.name)


def check_withdrawal(steps: Sequence[Step], step: Step, reason: str) -> None:
    """Raise where a step cannot be withdrawn: without a reason, or while others rest on it."""
    if not reason.strip():
        raise refusal(MESSAGES, "no_reason")
    leaning = sum(step.id in one.of for one in steps)
    if leaning:
        raise refusal(MESSAGES, "leaned_on", count=leaning)


def _refused(code: str, step: Step, **words: object) -> ValuesError:
    """A refusal that names the step."""
    return refusal(MESSAGES, code, step=table(WORDS)["step"][step.kind], **words)


_OF_KIND = {
    "evidence": _evidence, "finding": _finding, "recommendation": _recommendation, "reply": _reply,
    "closing": _closing, "reopening": _reopening,
}  # fmt: skip
