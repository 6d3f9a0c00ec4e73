"""A person's workspace: the ledger, the original documents, the settings, and one thin component per noun."""

from xietong.exchange.datapackage import About
from xietong.store.derived import DerivedRow, State
from xietong.store.issues import IssueFilter, IssueRow
from xietong.store.observations import ObservationFilter, ObservationRow
from xietong.store.rows import Added, DocumentRow, Hit, Page, Read, StatementFilter, StatementRow, Superseded
from xietong.store.table_reading import TableAdded
from xietong.store.tables import CellFilter, CellRow, SheetRow
from xietong.workspace.export import Order
from xietong.workspace.settings import Settings
from xietong.workspace.workspace import Workspace

__all__ = [
    "About",
    "Added",
    "CellFilter",
    "CellRow",
    "DerivedRow",
    "DocumentRow",
    "Hit",
    "IssueFilter",
    "IssueRow",
    "ObservationFilter",
    "ObservationRow",
    "Order",
    "Page",
    "Read",
    "Settings",
    "SheetRow",
    "State",
    "StatementFilter",
    "StatementRow",
    "Superseded",
    "TableAdded",
    "Workspace",
]
