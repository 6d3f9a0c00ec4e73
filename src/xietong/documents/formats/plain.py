"""Plain text: the bytes are decoded and nothing else; offsets are code points of the decoded file, without its BOM."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import Final

from xietong.documents.formats.shape import Extract
from xietong.documents.trouble import trouble

EXTRACTOR: Final = "plain/1"

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 100_000  # characters that are looked at to judge a decoding
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_C1: Final = re.compile(r"[\x80-\x84\x86-\x9f]")
_WIDE: Final = re.compile(r"[^\x00-\x7f]")
_PUNCTUATION: Final = frozenset(
    "，。、；：？！“”‘’（）《》〈〉【】—…·～　％．－／①②③④⑤⑥⑦⑧⑨⑩〔〕「」『』×±°℃℉‰■□●○◆◇▲△★☆→←↑↓²³㎡"
)


def read(data: bytes, name: str) -> Extract:
    """Decode a text file. DocumentError where it is empty, binary, garbled, or in no encoding that can be told."""
    content = decode(data, name)
    if not content.strip():
        raise trouble(name, "empty")
    return Extract(content, EXTRACTOR)


def decode(data: bytes, name: str, declared: str = "") -> str:
    """The characters of `data`, by strict decoders only; `declared` is an encoding that the file names itself."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], codec), name, data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _checked(_other(data, declared), name, data, error)
    if "\0" in text:
        return _checked(_wide(data), name, data)
    return _checked(text, name, data)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _checked(text: str | None, name: str, data: bytes, error: UnicodeDecodeError | None = None) -> str:
    """`text` if it reads as text; else the error that says best what is wrong with the bytes."""
    if text is None:
        raise _refusal(data, name, error)
    sample = text[:_SAMPLE]
    if "\0" in text or len(_CONTROL.findall(sample)) > 1 + len(sample) // 200:
        raise trouble(name, "binary")
    lost = sample.count("�") + 3 * sample.count("锟斤拷") + len(_C1.findall(sample))
    if lost > 3 and lost > len(_WIDE.findall(sample)) // 20:
        raise trouble(name, "garbled")
    return text


def _refusal(data: bytes, name: str, error: UnicodeDecodeError | None) -> Exception:
    sample = data[:_SAMPLE]
    if b"\0" in sample or sum(sample.count(bytes([byte])) for byte in range(9)) > len(sample) // 200:
        return trouble(name, "binary")
    if error is not None and _nearly_utf8(data):
        return trouble(name, "encoding_damaged", line=data.count(b"\n", 0, error.start) + 1)
    return trouble(name, "encoding")


def _nearly_utf8(data: bytes) -> bool:
    """True where UTF-8 explains all but a few of the bytes above ASCII."""
    text = data[: 4 * _SAMPLE].decode("utf-8", "replace")
    bad, wide = text.count("�"), len(_WIDE.findall(text))
    return wide > 10 and bad * 10 < wide


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: pairs of bytes where one of the two is seldom used as widely as the other."""
    texts = [text for codec in ("utf-16-le", "utf-16-be") if (text := _strict(data, codec)) is not None]
    scored = sorted(((_natural(text), text) for text in texts), key=lambda pair: pair[0])
    return scored[-1][1] if scored and scored[-1][0] > 0.9 else None


def _natural(text: str) -> float:
    """Share of the characters that are ASCII text, frequent hanzi, or the punctuation that goes with them."""
    sample = text[:_SAMPLE]
    known = _frequent("gb2312", 0xB0, 0xD7)
    good = sum(1 for one in sample if one in known or " " <= one <= "~" or one in "\t\r\n" or one in _PUNCTUATION)
    return good / max(1, len(sample))


def _other(data: bytes, declared: str) -> str | None:
    """Not UTF-8: GB18030 if what comes out reads as Chinese, Big5 likewise; in doubt the statistics of a detector."""
    for codec, first, last in (("gb18030", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        text = _strict(data, codec)
        if (
            text is not None
            and _chinese(text, _frequent("gb2312" if codec == "gb18030" else codec, first, last)) > 0.85
        ):
            return text
    if b"\0" in data:
        return _wide(data)
    return _detected(data, declared)


@cache
def _frequent(codec: str, first: int, last: int) -> frozenset[str]:
    """The hanzi that a national character set puts into its first level, by use."""
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    return frozenset(
        char for pair in pairs for char in pair.decode(codec, "ignore") if len(char) == 1 and char > "\x7f"
    )


def _chinese(text: str, frequent: frozenset[str]) -> float:
    """Share of the wide characters that are frequent hanzi or punctuation."""
    wide = _WIDE.findall(text[:_SAMPLE])
    good = sum(1 for one in wide if one in frequent or one in _PUNCTUATION or "０" <= one <= "ｚ")
    return good / max(1, len(wide))


def _detected(data: bytes, declared: str) -> str | None:
    """What charset-normalizer takes the bytes for, if it is sure of a language and sees no disorder at all."""
    from charset_normalizer import from_bytes  # late: only files in doubt need it

    best = from_bytes(data[: 4 * _SAMPLE]).best()
    if best is None or best.chaos > 0.02 or best.coherence < 0.5:
        return None
    if declared and codecs.lookup(best.encoding).name != _codec_name(declared):
        return None
    text = _strict(data, best.encoding)
    return None if text is None or _C1.search(text) else text


def _codec_name(declared: str) -> str:
    try:
        return codecs.lookup(declared).name
    except LookupError:
        return declared
