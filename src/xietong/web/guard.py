"""What every request passes first: Host, Origin and size; and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xietong.web.headers import HEADERS
from xietong.web.language import wanted, words
from xietong.web.problems import ProblemError, answer

# loopback names only: a page of another name that resolves to this machine (DNS rebinding) is refused
HOSTS = ("127.0.0.1", "localhost")
_SAFE = ("GET", "HEAD", "OPTIONS")
# room for the form's other fields and the multipart frame beside the file itself
_SLACK = 1024 * 1024


def host_name(host: str) -> str:
    """The name of a Host header without its port; empty where it is malformed."""
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018 - raises on a port that is no number
    except ValueError:
        return ""
    clean = parts.hostname is not None and parts.netloc == host and not parts.username and "@" not in host
    return (parts.hostname or "") if clean and not parts.path and not parts.query else ""


def same_origin(headers: Headers) -> bool:
    """Whether a form was sent by a page of ours, as far as the browser tells; the form's token is checked besides."""
    origin = headers.get("origin")
    if origin is not None:
        return origin == f"http://{headers.get('host', '')}"
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, limit: Callable[[], int]) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        problem = self._refusal(scope)
        if problem is not None:
            request = Request(scope)
            response = answer(request, problem.fault(words(wanted(request))))
            await response(scope, receive, _with_headers(send))
            return
        await self._app(scope, self._counted(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> ProblemError | None:
        headers = Headers(scope=scope)
        if host_name(headers.get("host", "")) not in HOSTS:
            return ProblemError("bad_host")
        if scope["method"] not in _SAFE and not same_origin(headers):
            return ProblemError("cross_site")
        announced = headers.get("content-length", "0")
        if announced.isdigit() and int(announced) > self._limit() + _SLACK:
            return too_large(self._limit())
        return None

    def _counted(self, receive: Receive) -> Receive:
        """A body without an announced length is counted while it comes."""
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit() + _SLACK:
                raise too_large(self._limit())
            return message

        return counted


def too_large(limit: int) -> ProblemError:
    """An upload above the size limit."""
    return ProblemError(
        "too_large", limit=f"{limit / 1024 / 1024:,.0f}" if limit >= 1024 * 1024 else f"{limit / 1024 / 1024:.2f}"
    )


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
