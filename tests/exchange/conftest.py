"""The demo workspace, which tests only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xietong.demo import build
from xietong.workspace import Workspace


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.create(tmp_path_factory.mktemp("demo") / "w") as workspace:
        build(workspace)
        yield workspace
