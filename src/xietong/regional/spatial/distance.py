"""Distances on the globe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.regional.spatial.refusal import positions, refusal

if TYPE_CHECKING:
    from xietong.core.panel import Floats

EARTH = 6371.0088  # km, the mean radius of the ellipsoid (IUGG; Moritz 2000, Geodetic Reference System 1980)


def great_circle(lonlat: Floats, radius: float = EARTH) -> Floats:
    """Great-circle distances between all points, (units, units), in the unit of `radius` (kilometres).

    lonlat: (units, 2), longitude and latitude in degrees. Haversine formula,
    d = 2R·asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)) (Sinnott 1984, Sky & Telescope 68:158), exact for near points
    too; the sphere is within 0.6 % of the ellipsoid. Raises ValuesError for a missing coordinate or one out of range.
    """
    points = checked_coordinates(lonlat)
    longitude, latitude = np.radians(points).T
    rise = np.sin((latitude[:, None] - latitude) / 2) ** 2
    turn = np.sin((longitude[:, None] - longitude) / 2) ** 2
    half = rise + np.cos(latitude)[:, None] * np.cos(latitude) * turn
    return np.asarray(2 * radius * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def plane(points: Floats) -> Floats:
    """Straight-line distances between points of a projected map, (units, units), in the unit of the coordinates.

    points: (units, dimensions). d = √Σ(aᵢ − bᵢ)². Raises ValuesError for a missing coordinate.
    """
    points = np.asarray(points, dtype=np.float64)
    if not np.isfinite(points).all():
        raise refusal("missing", what="points", where=positions(~np.isfinite(points).all(axis=-1)))
    return np.asarray(np.sqrt(((points[:, None, :] - points) ** 2).sum(axis=-1)))


def checked_coordinates(lonlat: Floats) -> Floats:
    """Coordinates as an array (units, 2) of degrees. Raises ValuesError as `great_circle`."""
    points = np.asarray(lonlat, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2:
        raise refusal("shape", what="lonlat", found=points.shape, wanted="(units, 2)")
    wrong = ~(np.abs(points) <= (180.0, 90.0)).all(axis=1)  # a NaN is wrong as well
    if wrong.any():
        raise refusal("coordinates", where=positions(wrong))
    return points
