from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.samples import fill, fill_checked
from xietong.store.ledger import Ledger
from xietong.web.app import make_app
from xietong.workspace import Workspace

BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="session", autouse=True)
def the_loop_is_left_alone() -> Iterator[None]:
    """No handler asks the ledger inside the event loop, where all other requests would wait for it."""

    def checked(method: Any) -> Any:
        def asked(self: Ledger) -> Any:
            # the loop of the main thread is that of the tests' browser, the others are those of the application
            if threading.current_thread() is not threading.main_thread():
                with suppress(RuntimeError):
                    asyncio.get_running_loop()
                    raise AssertionError("the ledger is asked inside the event loop")
            return method(self)

        return asked

    patch = pytest.MonkeyPatch()
    for name in ("reading", "writing"):
        patch.setattr(Ledger, name, checked(getattr(Ledger, name)))
    yield
    patch.undo()


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
