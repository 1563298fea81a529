"""A small store of derived data under the user's cache folder, keyed by content.

An entry carries its own checksum: one that is damaged, or of another time, is as if it were not
there. The folder can be moved with SCREC_CACHE_DIR; an empty value turns the cache off.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

_DIGEST_BYTES = 16
_PACKAGE = Path(__file__).resolve().parents[1]
_CODE_THAT_DECIDES = ("model", "knowledge", "rules")


def digest(parts: Iterable[bytes]) -> str:
    """Return a short fingerprint of some contents, in order.

    >>> digest([b"a", b"b"]) == digest([b"ab"])
    False
    """
    fingerprint = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        fingerprint.update(len(part).to_bytes(8, "big"))
        fingerprint.update(part)
    return fingerprint.hexdigest()


@cache
def code_digest(*more: str) -> str:
    """Return a fingerprint of the code that makes the cached data, so that a change renews it.

    Args:
        more: packages whose code makes it too, beside those that make every entry.
    """
    packages = (*_CODE_THAT_DECIDES, *more)
    paths = (path for part in packages for path in sorted((_PACKAGE / part).glob("*.py")))
    return digest(path.read_bytes() for path in paths)


def cache_folder() -> Path | None:
    """Return where entries are kept; None when the cache is off."""
    chosen = os.environ.get("SCREC_CACHE_DIR")
    if chosen is not None:
        return Path(chosen) if chosen else None
    from platformdirs import user_cache_path

    return user_cache_path("screc", appauthor=False)


def read_entry(name: str, key: str) -> bytes | None:
    """Return the content of an entry; None where there is none, or it is damaged."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        path = folder / f"{name}.json"
        if not path.is_file():
            return None
        checksum, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if checksum == _checksum(key, content) else None


def write_entry(name: str, key: str, content: bytes) -> None:
    """Keep the content of an entry, in place of an older one."""
    import tempfile

    folder = cache_folder()
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(_checksum(key, content) + b"\n" + content)
            Path(temporary).replace(folder / f"{name}.json")
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError:
        # A home that cannot be written only costs time: the next run reads the YAML again.
        return


def _checksum(key: str, content: bytes) -> bytes:
    return digest([key.encode(), content]).encode()
