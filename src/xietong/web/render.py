"""Jinja templates with what every page needs: words, addresses, the form token, hashed assets."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong import __version__
from xietong.web import addresses
from xietong.web.assets import address
from xietong.web.highlight import classes
from xietong.web.language import COOKIE, LANGUAGES, wanted, words
from xietong.web.navigation import navigation
from xietong.web.places import place_name
from xietong.web.remarks import said
from xietong.web.tokens import SESSION, Tokens
from xietong.web.wording import wording


@cache
def environment() -> Environment:
    """The templates of this package; everything put into them is escaped."""
    made = Environment(
        loader=PackageLoader("xietong.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(asset=address, to=addresses, classes=classes, navigation=navigation, version=__version__)
    return made


def json_address(request: Request) -> str:
    """Where the same page is as JSON; empty for forms and others that are pages only."""
    route = str(getattr(request.scope.get("route"), "path", ""))
    if _named_json(route) not in request.app.state.as_json:
        return ""
    query = request.url.query
    return _named_json(quote(request.url.path, safe="/%")) + (f"?{query}" if query else "")


def _named_json(path: str) -> str:
    return ("/index" if path == "/" else path) + ".json"


def same_page(request: Request, **changes: object) -> str:
    """The query of the address of this page with some parameters changed; None takes one out."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in changes]
    added = [(key, str(value)) for key, value in changes.items() if value is not None]
    return "?" + urlencode(kept + added)


def show(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the language of the request; sets the cookies of language and form session where needed."""
    language = wanted(request)
    tokens: Tokens = request.app.state.tokens
    session = request.cookies.get(SESSION) or tokens.session()
    body = (
        environment()
        .get_template(template)
        .render(
            t=words(language),
            say=wording(language),
            place_name=lambda key: place_name(key, language),
            language=language,
            languages=LANGUAGES,
            token=tokens.sign(session),
            path=request.url.path,
            query=request.query_params,
            json_address=json_address(request),
            noticed=said(request, language),
            same_page=lambda **changes: same_page(request, **changes),
            **context,
        )
    )
    response = HTMLResponse(body, status, headers={"Cache-Control": "no-store", "Content-Language": language})
    if SESSION not in request.cookies:
        response.set_cookie(SESSION, session, httponly=True, samesite="strict")
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, language, max_age=365 * 86400, samesite="lax")
    return response
