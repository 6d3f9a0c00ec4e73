"""Data the code is about: units, lexicons, territories, rules. Reviewed like code; every file says where it is from."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

REGION = "territories/jjj.toml"  # the region pack


def raw(name: str) -> str:
    """The text of a data file by its path inside this package."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML data file, read once; the value is shared and must not be changed."""
    return tomllib.loads(raw(name))


def names(folder: str, ending: str) -> tuple[str, ...]:
    """The names without ending of the files of a folder, sorted."""
    found = (one.name for one in files(__name__).joinpath(folder).iterdir())
    return tuple(sorted(name.removesuffix(ending) for name in found if name.endswith(ending)))
