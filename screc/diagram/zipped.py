"""Zip files that are the same whenever, and on whatever system, they are written."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_WRITTEN = (2000, 1, 1, 0, 0, 0)
_UNIX = 3


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Put parts into a zip file, in their order.

    Args:
        parts: names and contents.

    >>> zipped([("a.txt", b"a")]) == zipped([("a.txt", b"a")])
    True
    """
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as written:
        for name, content in parts:
            part = ZipInfo(name, _WRITTEN)
            part.compress_type, part.create_system = ZIP_DEFLATED, _UNIX
            written.writestr(part, content)
    return file.getvalue()
