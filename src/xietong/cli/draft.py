"""`xietong check DRAFT.docx --write CHECKED.docx`: the draft with a comment on every doubtful figure."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from xietong.cli import say
from xietong.cli.options import WRONG_USE, stop
from xietong.core import clock

if TYPE_CHECKING:
    from xietong.core.issue import Issue


def chosen(paths: Sequence[Path], target: Path, tongue: str, *, force: bool) -> Path:
    """The one Word draft among the files; ends the command where there is no such, or where it must not be written."""
    # Word keeps a small ~$… beside a document that is open
    drafts = [path for path in paths if path.suffix.lower() == ".docx" and not path.name.startswith("~$")]
    if len(drafts) != 1:
        given = "、".join(str(path) for path in drafts[:5]) or "无"
        stop(
            f"--write 需要恰好一个 .docx 文件作为草稿，现在有 {len(drafts)} 个（{given}）。旧的 .doc 请先另存为 .docx。",
            f"--write takes exactly one .docx file as the draft; there are {len(drafts)}"
            f"{' (' + ', '.join(str(path) for path in drafts[:5]) + ')' if drafts else ''}."
            " Save an old .doc as .docx first.",
            tongue,
        )
    if target.suffix.lower() != ".docx":
        stop(f"--write {target}：文件名应以 .docx 结尾。", f"--write {target}: the name has to end in .docx.", tongue)
    if any(_same(path, target) for path in paths):
        stop(
            f"--write {target}：不能写到被核对的文件上，请另取一个名字。",
            f"--write {target}: a file that is checked is not written over; choose another name.",
            tongue,
        )
    if target.exists() and not force:
        stop(
            f"{target} 已存在；要覆盖请加 --force。",
            f"{target} exists; add --force to write over it.",
            tongue,
        )
    return drafts[0]


def _same(path: Path, target: Path) -> bool:
    try:
        return path.samefile(target)
    except OSError:  # one of them is not there
        return path.resolve() == target.resolve()


def write(draft: Path, data: bytes, document: str, issues: Sequence[Issue], target: Path, tongue: str) -> None:
    """Write the commented copy and say how many comments it has. `document` is the draft's name in the issues."""
    from xietong.core.errors import DocumentError
    from xietong.documents.formats.word_comments import comment
    from xietong.observations.remarks import remarks

    try:
        done = comment(data, draft.name, remarks(issues, document, tongue), clock.now())
    except DocumentError as error:
        say.complain(error.sentence(tongue))
        raise typer.Exit(WRONG_USE) from None
    _put(target, done.data, tongue)
    zh, en = f"已写出 {target}：{done.written} 条批注", f"{target} written with {done.written} comments"
    if done.unplaced:
        zh += f"；另有 {len(done.unplaced)} 条在正文中没有可放的位置"
        en += f"; {len(done.unplaced)} more have no place in the body"
    print(f"{zh}。" if tongue == "zh" else f"{en}.", file=sys.stderr)


def _put(target: Path, data: bytes, tongue: str) -> None:
    """Write a file, which appears only when it is whole."""
    fresh = target.with_name(f".{target.name}.part")
    try:
        fresh.write_bytes(data)
        fresh.replace(target)
    except OSError as error:
        stop(f"无法写入 {target}：{error.strerror}。", f"{target} cannot be written: {error.strerror}.", tongue)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
