"""The `xietong` command: its sub-commands and what they share."""

from __future__ import annotations

import os
import sys

import typer

from xietong.cli import (
    assess,
    cadence,
    check,
    demo,
    derive,
    documents,
    export,
    index_varied,
    indicators,
    issues,
    observations,
    projects,
    read,
    regional,
    report,
    review,
    reviews,
    statements,
    tables,
    targets,
    task_matters,
    territories,
)

app = typer.Typer(
    name="xietong",
    help="协同：读公文、记数据、指出处。 Xietong reads official documents and keeps every figure with its words.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("read", help="不建工作区，直接读文件中的数据。 Read the figures of files, without a workspace.")(
    read.command
)
app.command("check", help="核对文件中的数据是否成立。 Check whether the figures of files hold.")(check.command)
app.command("territories", help="列出地区，或说明一个地名指哪里。 List territories, or say what a name means.")(
    territories.command
)
app.command("init", help="建立工作区。 Make a workspace.")(documents.init)
app.command("add", help="读入文件或文件夹。 Read files or folders into the workspace.")(documents.add)
app.command("documents", help="列出文件。 List the documents.")(documents.listing)
app.command("statements", help="列出陈述。 List statements.")(statements.listing)
app.command("indicators", help="指标目录与未识别的短语。 The indicator catalogue.")(indicators.command)
app.command("observations", help="列出观测值及来源。 List observations.")(observations.listing)
app.command("series", help="某指标某地区的序列、修订与断点。 One series, its revisions and breaks.")(
    observations.series
)
app.add_typer(derive.app, name="derive")
app.add_typer(index_varied.app, name="index")
app.add_typer(regional.app, name="regional")
app.command("issues", help="工作区的核对结果。 What does not hold in a workspace.")(issues.listing)
app.add_typer(tables.app, name="tables", help="统计表：提出映射、读取、入库。 Statistical tables.")
app.add_typer(task_matters.app, name="tasks")
app.add_typer(projects.app, name="projects")
app.add_typer(targets.app, name="targets", help="目标：确认、录入、分解、进度、成绩单。 Targets and how they stand.")
app.add_typer(reviews.app, name="reviews", help="实施评估：决定、法规、规划落实得怎样。 How clauses were carried out.")
app.add_typer(
    cadence.app,
    name="cadence",
    help="例行清单：周跟进、月报告、季调度，逾期与应办。 Weekly lists, monthly reports, what is owed.",
)
app.add_typer(assess.app, name="assess", help="年度考核：各地目标、得分、定稿。 Yearly assessments of territories.")
app.add_typer(review.app, name="review", help="复核：问题队列、决定、撤销、记录。 Review what the machine doubts.")
app.add_typer(report.app, name="report")
app.command("search", help="全文检索。 Search the texts.")(statements.search)
app.command("export", help="导出观测值、陈述、问题。 Export observations, statements or issues.")(export.command)
app.command("remove", help="移除文件，可恢复。 Hide a document; undoable until --purge.")(documents.remove)
app.command("restore", help="恢复已移除的文件。 Show a removed document again.")(documents.restore)
app.command("reread", help="用当前读法重读。 Read documents again.")(documents.reread)
app.command("score", help="与人工标注比较。 Compare statements with annotations.")(statements.score)
app.command("serve", help="在浏览器中打开工作区。 Open a workspace in the browser.")(demo.serve_command)
app.command("demo", help="建立示例工作区并打开。 Build the demo workspace and open it.")(demo.command)


def main() -> None:
    """Entry point of the command; a reader that closes the pipe early (`| head`) ends it quietly."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
