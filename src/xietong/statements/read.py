"""Text → Reading: the whole line from characters to statements."""

import re
from decimal import Decimal

from xietong.documents.model import Text
from xietong.statements.model import Reading, Statement

READER = "xietong/1"


def read(text: Text) -> Reading:
    """Every quantity of the text that carries statistical or planning meaning, with its attributes."""
    content = text.content
    statements = []
    for found in re.finditer(r"(\d+(?:\.\d+)?)(%|亿元|家|个)", content):
        left = max(content.rfind("。", 0, found.start()), content.rfind("，", 0, found.start())) + 1
        right = min((at for at in (content.find(mark, found.end()) for mark in "，。") if at >= 0), default=len(content))
        statements.append(
            Statement(
                start=found.start(), end=found.end(), quote=found.group(), sentence_start=left, sentence_end=right,
                sentence=content[left:right], value=(Decimal(found[1]),), form="number", unit=found[2], modifier="=",
                measure="level", modality="actual", indicator=content[left : found.start()].strip(),
            )
        )  # fmt: skip
    return Reading(READER, tuple(statements))
