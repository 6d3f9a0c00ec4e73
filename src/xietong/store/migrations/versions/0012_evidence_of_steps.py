"""Steps of reviews that were entered before what they rest on was a word to find them by get it from their content."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_RECORD = sa.table("record", sa.column("number", sa.Integer), sa.column("kind"), sa.column("content", sa.JSON))
_TERM = sa.table("record_term", sa.column("number", sa.Integer), sa.column("name"), sa.column("value"))
_CHUNK = 2000


def upgrade() -> None:
    connection = op.get_bind()
    known = connection.execute(sa.select(_TERM.c.number, _TERM.c.value).where(_TERM.c.name == "evidence"))
    have = {(number, value) for number, value in known}
    steps = sa.select(_RECORD.c.number, _RECORD.c.content).where(_RECORD.c.kind == "review_step")
    rests = {
        (number, str(one["id"])[:256])
        for number, content in connection.execute(steps)
        for one in (content or {}).get("evidence", ())
        if one.get("id")
    }
    missing = [{"number": number, "name": "evidence", "value": value} for number, value in sorted(rests - have)]
    for start in range(0, len(missing), _CHUNK):
        connection.execute(sa.insert(_TERM), missing[start : start + _CHUNK])
