"""The demo workspace without its long panel, which tests only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xietong.demo import add_texts, panel
from xietong.workspace import Workspace


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.create(tmp_path_factory.mktemp("demo") / "w") as workspace:
        panel.add(workspace, [one for one in panel.panels() if len(one.data) < 100_000])
        add_texts(workspace)
        yield workspace
