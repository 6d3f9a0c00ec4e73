"""A generator in a second process gives what it gives in this one, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from xietong.core.ahead import ahead
from xietong.core.errors import DocumentError


def squares(count: int) -> Iterator[int]:
    print("what is printed is no item")
    yield from (number**2 for number in range(count))


def large(count: int) -> Iterator[list[str]]:
    """More than any pipe holds."""
    for number in range(count):
        yield [str(number)] * 200_000


def refuses(after: int) -> Iterator[int]:
    yield from range(after)
    raise DocumentError("a.csv", {"zh": "坏了。", "en": "broken."}, {"zh": "", "en": ""})


def dies(after: int) -> Iterator[int]:
    yield from range(after)
    os._exit(9)


def own_number() -> Iterator[int]:
    while True:
        yield os.getpid()


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_the_same_items_in_the_same_order(count: int) -> None:
    assert list(ahead(squares, count)) == list(squares(count))


def test_items_larger_than_the_pipe() -> None:
    assert [(part[0], len(part)) for part in ahead(large, 5)] == [(str(number), 200_000) for number in range(5)]


def test_an_error_comes_whole_after_what_was_made_before_it() -> None:
    found = ahead(refuses, 2)
    assert [next(found), next(found)] == [0, 1]
    with pytest.raises(DocumentError) as caught:
        next(found)
    assert caught.value.sentence("zh") == "a.csv：坏了。"


def test_a_death_is_told() -> None:
    found = ahead(dies, 1)
    assert next(found) == 0
    with pytest.raises(ChildProcessError):
        next(found)


class Deadly:
    """Kills who loads it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)


def test_a_death_before_the_first_item_is_told() -> None:
    with pytest.raises(ChildProcessError):
        next(ahead(squares, Deadly(), "x" * 5_000_000))


def test_it_ends_with_its_iterator() -> None:
    found = ahead(own_number)
    number = next(found)
    assert number != os.getpid()
    found.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc")
def test_it_ends_with_the_process_it_works_for(tmp_path: Path) -> None:
    """Killed, that one can do nothing for it: it finds that nobody reads."""
    script = tmp_path / "script.py"
    script.write_text(
        "import os, signal\nfrom tests.core.test_ahead import own_number\nfrom xietong.core.ahead import ahead\n"
        "print(next(ahead(own_number)), flush=True)\nfound = ahead(own_number)\nprint(next(found), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=_environment(), timeout=60)
    assert done.returncode == -9
    number = int(done.stdout.split()[-1])
    deadline = time.monotonic() + 30
    while _runs(number):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_script_need_not_be_written_for_it(tmp_path: Path) -> None:
    """Nothing of the caller's main module is run again."""
    script = tmp_path / "script.py"
    script.write_text(
        "from tests.core.test_ahead import squares\nfrom xietong.core.ahead import ahead\n"
        "print(sum(ahead(squares, 4)))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=_environment(), timeout=60)
    assert done.stdout == "14\n"


def _runs(number: int) -> bool:
    """Whether a process is there, and not only its number for want of a parent that asks."""
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
