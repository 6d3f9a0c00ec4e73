"""One shape for everything that goes wrong: {"error": {"code", "message", "advice"}}, as a page or as JSON."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from xietong.core.errors import CalendarError, DocumentError, NotFoundError, ValuesError, WorkspaceError, XietongError
from xietong.indices.faults import FaultyIndexError
from xietong.regional.analyses.faults import FaultyAnalysisError
from xietong.web.headers import HEADERS
from xietong.web.language import Words, wanted, words
from xietong.web.render import show

STATUS = {
    "bad_query": 400,
    "bad_query_value": 400,
    "bad_date": 400,
    "bad_day": 400,
    "bad_year": 400,
    "bad_host": 400,
    "cross_site": 403,
    "stale_form": 403,
    "not_found": 404,
    "wrong_method": 405,
    "too_large": 413,
    "nothing_given": 422,
    "no_draft": 422,
    "no_phrase": 422,
    "no_such_indicator": 422,
    "not_derived": 422,
    "not_an_answer": 422,
    "not_taken": 422,
    "changed_meanwhile": 409,
    "unreadable": 422,
    "faulty_index": 422,
    "faulty_analysis": 422,
    "workspace": 500,
    "unexpected": 500,
}
_BY_STATUS = {404: "not_found", 405: "wrong_method", 413: "too_large"}


class Fault(BaseModel):
    """What happened, to what, and what to do: a code for programs and two sentences for people."""

    code: str
    message: str
    advice: str


class Failure(BaseModel):
    """The body of every answer that is not a success."""

    error: Fault


class ProblemError(Exception):
    """A request that cannot be answered; `code` names the texts `error.<code>.message` and `.advice`."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(code)

    def fault(self, texts: Words) -> Fault:
        """The problem in one language."""
        return Fault(
            code=self.code,
            message=texts(f"error.{self.code}.message", **self.values),
            advice=texts(f"error.{self.code}.advice", **self.values),
        )


def unreadable(error: DocumentError, language: str) -> Fault:
    """A file that could not be read, as a fault."""
    colon = "：" if language == "zh" else ": "
    return Fault(
        code="unreadable", message=f"{error.name}{colon}{error.problem[language]}", advice=error.advice[language]
    )


def wants_json(request: Request) -> bool:
    """A program asks: by the address, or by what it accepts."""
    return request.url.path.endswith(".json") or request.headers.get("accept", "").startswith("application/json")


def answer(request: Request, fault: Fault) -> Response:
    """The fault as the requester reads it: a page, a part of a page, or JSON."""
    status = STATUS[fault.code]
    if wants_json(request):
        return JSONResponse(Failure(error=fault).model_dump(), status)
    part = "x-fragment" in request.headers
    return show(request, "_faults.html" if part else "error.html", status, faults=[fault], fault=fault)


def install(app: FastAPI) -> None:
    """Answer every exception in the one shape."""

    def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)
        return answer(request, error.fault(words(wanted(request))))

    def document(request: Request, error: Exception) -> Response:
        assert isinstance(error, DocumentError)
        return answer(request, unreadable(error, wanted(request)))

    def faulty(request: Request, error: Exception) -> Response:
        assert isinstance(error, (FaultyIndexError, FaultyAnalysisError))
        language = wanted(request)
        code = "faulty_index" if isinstance(error, FaultyIndexError) else "faulty_analysis"
        advice = words(language)(f"error.{code}.advice")
        return answer(request, Fault(code=code, message=error.sentence(language), advice=advice))

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, XietongError)
        return problem(request, ProblemError("not_taken", detail=error.sentence(wanted(request))))

    def missing(request: Request, error: Exception) -> Response:
        return problem(request, ProblemError("not_found"))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _BY_STATUS.get(error.status_code, "bad_query" if error.status_code < 500 else "unexpected")
        return problem(request, ProblemError(code))

    def query(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        names = "、".join(
            dict.fromkeys(str(one["loc"][1] if len(one["loc"]) > 1 else one["loc"][0]) for one in error.errors())
        )
        return problem(request, ProblemError("bad_query_value", names=names))

    def workspace(request: Request, error: Exception) -> Response:
        return problem(request, ProblemError("workspace", detail=str(error)))

    def unexpected(request: Request, error: Exception) -> Response:
        # answered outside the guard, which therefore cannot add them
        response = problem(request, ProblemError("unexpected"))
        response.headers.update(HEADERS)
        return response

    app.add_exception_handler(ProblemError, problem)
    app.add_exception_handler(DocumentError, document)
    app.add_exception_handler(FaultyIndexError, faulty)
    app.add_exception_handler(ValuesError, refused)
    app.add_exception_handler(CalendarError, refused)
    app.add_exception_handler(FaultyAnalysisError, faulty)
    app.add_exception_handler(NotFoundError, missing)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, query)
    app.add_exception_handler(WorkspaceError, workspace)
    app.add_exception_handler(Exception, unexpected)
