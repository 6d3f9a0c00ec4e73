"""Problems and requests → the points of an agenda, the pressing first."""

from __future__ import annotations

from collections.abc import Mapping

from xietong.targets.tasks.matters import Item, Matter


def gather(matters: Mapping[str, Matter]) -> tuple[Item, ...]:
    """A point for each open matter, by id, that is on no agenda yet; a request joins the problem it is about. Those that block
    come first, then the oldest."""
    waiting = {key: one for key, one in matters.items() if one.status == "open"}
    joined: dict[str, list[str]] = {}
    for key, one in waiting.items():
        if one.kind == "request" and one.problem in waiting:
            joined.setdefault(one.problem, []).append(key)
    taken = {key for keys in joined.values() for key in keys}
    heads = sorted((key for key in waiting if key not in taken), key=lambda key: _press(waiting, joined, key))
    items, titles = [], set()
    for key in heads:
        title = waiting[key].title
        if title in titles:  # two matters of one name: each keeps its own point
            title = f"{title}（{waiting[key].day}）"
        titles.add(title)
        items.append(Item(title, (key, *sorted(joined.get(key, ()), key=lambda one: (waiting[one].day, one)))))
    return tuple(items)


def _press(waiting: Mapping[str, Matter], joined: Mapping[str, list[str]], key: str) -> tuple[bool, str, str]:
    group = [waiting[one] for one in (key, *joined.get(key, ()))]
    return not any(one.blocking for one in group), str(min(one.day for one in group)), key
