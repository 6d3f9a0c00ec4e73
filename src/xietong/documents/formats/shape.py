"""The small shape that the modules of the formats share."""

from __future__ import annotations

from dataclasses import dataclass

from xietong.core.period import Period
from xietong.documents.model import Layout


@dataclass(frozen=True, slots=True)
class Extract:
    """What one extractor took from a file: the characters, and what the file says of them outside its text.

    `title`, `date` and `publisher` are the file's own fields (HTML meta tags, document properties). `trusted` is True
    where these go before what the text shows; templates and word processors often leave wrong ones. `headlines` are the
    half-open spans that a page of columns sets in much larger type.
    """

    content: str
    extractor: str
    title: str = ""
    date: Period | None = None
    publisher: str = ""
    trusted: bool = False
    layout: Layout | None = None
    headlines: tuple[tuple[int, int], ...] = ()
