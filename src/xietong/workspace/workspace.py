"""Create and open a workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from xietong.core.errors import WorkspaceError
from xietong.store.ledger import Ledger
from xietong.workspace.agenda import Agenda
from xietong.workspace.assessments import Assessments
from xietong.workspace.cadence import Cadence
from xietong.workspace.derived import DerivedNumbers
from xietong.workspace.documents import Documents
from xietong.workspace.duties import Duties
from xietong.workspace.evidence import EvidenceFinder
from xietong.workspace.export import Exports
from xietong.workspace.indices import Indices
from xietong.workspace.issues import Issues
from xietong.workspace.observations import Observations
from xietong.workspace.originals import Originals
from xietong.workspace.plans import Plans
from xietong.workspace.progress import Standing
from xietong.workspace.projects import Projects
from xietong.workspace.regional import Regional
from xietong.workspace.reports import Reports
from xietong.workspace.review import Review
from xietong.workspace.reviews import Reviews
from xietong.workspace.search import Search
from xietong.workspace.settings import FILE, Settings
from xietong.workspace.splits import Splits
from xietong.workspace.statements import Statements
from xietong.workspace.tables import Tables
from xietong.workspace.targets import Targets
from xietong.workspace.tasks import Tasks

DATABASE = "xietong.db"
ORIGINALS = "originals"


def is_workspace(place: Path) -> bool:
    """Whether the directory looks like a workspace (it may still be damaged)."""
    return (place / DATABASE).exists() or (place / FILE).exists()


class Workspace:
    """A directory with `xietong.db`, `originals/` and `settings.toml`; safe to use from several threads."""

    def __init__(self, place: Path, ledger: Ledger, settings: Settings) -> None:
        self.place, self.settings, self._ledger = place, settings, ledger
        originals = Originals(place / ORIGINALS)
        self.tables = Tables(ledger, originals, settings)
        self.documents = Documents(ledger, originals, settings, self.tables)
        self.statements = Statements(ledger)
        self.search = Search(ledger)
        self.evidence = EvidenceFinder(ledger)
        self.review = Review(ledger, place, settings)
        self.observations = Observations(ledger, lambda: self.review.reviewer, self.tables)
        self.derived = DerivedNumbers(ledger)
        self.indices = Indices(ledger, place)
        self.plans = Plans(ledger)
        self.targets = Targets(ledger, lambda: self.review.reviewer, self.plans)
        self.splits = Splits(ledger, self.targets)
        self.standing = Standing(ledger, self.targets, self.splits)
        self.regional = Regional(ledger)
        self.issues = Issues(ledger)
        self.exports = Exports(ledger)
        self.reports = Reports(self, ledger, place, lambda: self.review.reviewer)
        self.reviews = Reviews(ledger, lambda: self.review.reviewer)
        self.tasks = Tasks(ledger, lambda: self.review.reviewer, self.plans)
        self.agenda = Agenda(ledger, lambda: self.review.reviewer)
        self.projects = Projects(ledger, lambda: self.review.reviewer)
        self.assessments = Assessments(ledger, lambda: self.review.reviewer)
        self.duties = Duties(ledger, self)
        self.cadence = Cadence(ledger, place, lambda: self.review.reviewer, self)

    @classmethod
    def create(cls, place: Path | str, database: str = "", settings: Settings | None = None) -> Self:
        """Make a workspace in a directory, which is created if missing.

        `database` is a `postgresql+psycopg://` URL for the ledger; the directory then holds originals and settings.
        WorkspaceError where there is a workspace already or the directory cannot be written.
        """
        place = Path(place)
        settings = replace(settings or Settings(), database=database)
        if is_workspace(place):
            raise WorkspaceError(
                f"{place} is a workspace already; open it, or choose another directory.",
                f"{place} 已是工作区；请直接打开，或换一个目录。",
            )
        try:
            (place / ORIGINALS).mkdir(parents=True, exist_ok=True)
            ledger = Ledger.open_server(database, create=True) if database else Ledger.create_file(place / DATABASE)
            settings.write(place)
        except OSError as error:
            raise WorkspaceError(
                f"no workspace can be made in {place}: {error.strerror}.",
                f"无法在 {place} 建立工作区：{error.strerror}。",
            ) from error
        return cls(place, ledger, settings)

    @classmethod
    def open(cls, place: Path | str, database: str = "") -> Self:
        """Open a workspace. WorkspaceError, with nothing altered, where there is none or its ledger is not sound.

        `database` goes before the one in the settings.
        """
        place = Path(place)
        if not is_workspace(place) and not database:
            raise WorkspaceError(
                f"{place} is not a workspace; make one with `xietong init {place}`.",
                f"{place} 不是工作区；可用 `xietong init {place}` 建立。",
            )
        settings = Settings.read(place)
        url = database or settings.database
        return cls(place, Ledger.open_server(url) if url else Ledger.open_file(place / DATABASE), settings)

    def close(self) -> None:
        """Let go of the database."""
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
