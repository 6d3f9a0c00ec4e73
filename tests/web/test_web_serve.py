"""The server listens on the loopback address alone, at the next free port where one is taken."""

from __future__ import annotations

import socket

from xietong.web.serve import listen


def test_the_next_port_where_one_is_taken() -> None:
    with listen(0) as probe:
        port = probe.getsockname()[1]
        with listen(port) as second:
            assert second.getsockname()[0] == "127.0.0.1"
            assert port < second.getsockname()[1] < port + 100


def test_only_the_loopback_address() -> None:
    with listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert listening.family == socket.AF_INET
