"""Issues → remarks: what to write beside the figures of one document, its draft."""

from __future__ import annotations

from collections.abc import Iterable

from xietong.core.issue import Issue, Place
from xietong.data import table
from xietong.documents.formats.word_comments import Remark

_LONGEST = 200  # characters of a sentence that is quoted


def remarks(issues: Iterable[Issue], document: str, language: str) -> list[Remark]:
    """One remark for each issue on figures of the document, on the first of its figures there.

    It says how grave the finding is, what does not hold, the computation, and quotes every other sentence the finding
    rests on with the name of its document. `language` is "zh" or "en".
    """
    found = []
    for issue in issues:
        if issue.code == "no_date":
            continue  # of the document, not of the figure it stands at
        here = next((place for place in issue.places if place.document == document), None)
        if here is not None:
            found.append(Remark(here.start, here.end, _words(issue, here, language)))
    return found


def _words(issue: Issue, here: Place, language: str) -> str:
    words = table("messages/remarks.toml")
    lines = [words[issue.severity][language].format(message=issue.sentence(language))]
    if issue.computation:
        lines.append(words["computation"][language].format(computation=issue.computation))
    known = {(here.document, _sentence(here))}  # where the comment stands, the reader sees it
    for place in issue.places:
        quoted = place.document, _sentence(place)
        if quoted not in known:
            known.add(quoted)
            lines.append(words["place"][language].format(sentence=quoted[1], document=place.document))
    return "\n".join(lines)


def _sentence(place: Place) -> str:
    words = " ".join((place.sentence or place.quote).split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
