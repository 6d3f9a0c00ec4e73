from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.web.samples import fill, fill_checked
from xietong.web.app import make_app
from xietong.workspace import Workspace

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with Workspace.create(tmp_path_factory.mktemp("empty") / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace that tests only read."""
    with fill(tmp_path_factory.mktemp("shared") / "w") as workspace:
        yield workspace


@pytest.fixture
def client(shared: Workspace) -> TestClient:
    return TestClient(make_app(shared), base_url=BASE)


@pytest.fixture(scope="session")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with findings and revisions, which tests only read."""
    with fill_checked(tmp_path_factory.mktemp("doubtful") / "w") as workspace:
        yield workspace


@pytest.fixture
def checked(doubtful: Workspace) -> TestClient:
    return TestClient(make_app(doubtful), base_url=BASE)


@pytest.fixture
def own_checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The same for one test to change."""
    with fill_checked(tmp_path_factory.mktemp("own") / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE)


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A workspace for one test to change."""
    with fill(tmp_path_factory.mktemp("own") / "w") as workspace:
        yield TestClient(make_app(workspace), base_url=BASE)
