"""A page of an opened PDF → its picture."""

from __future__ import annotations

from typing import Any, Final

_PIXELS: Final = 40_000_000  # of one rendered page


def render(page: Any, scale: float) -> tuple[bytes, int, int]:
    """A page as rows of RGB bytes, with width and height in pixels; `scale` is pixels for a point, bounded."""
    width, height = page.get_size()
    scale = min(scale, (_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
        data = bytes(bitmap.buffer)
    finally:
        bitmap.close()
    return b"".join(data[row * stride : row * stride + 3 * wide] for row in range(high)), wide, high
