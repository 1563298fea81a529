"""Text files in the encodings that people's programs write."""

from __future__ import annotations

from screc.errors import InputError, Problem
from screc.knowledge.find import MAX_BYTES

ENCODINGS = ("utf-8-sig", "cp932")


def decode_text(content: bytes, path: str, most: int = MAX_BYTES) -> str:
    """Decode a file as UTF-8 or, as Windows programs write it, UTF-16 or cp932.

    Args:
        content: of the file.
        path: what it is called.
        most: how many bytes it may have.

    Raises:
        InputError: the file is too large, or is no text in any of these encodings.
    """
    if len(content) > most:
        raise InputError(
            [
                Problem(
                    f"ファイルが大きすぎます（上限{most:,}バイト）。",
                    f"the file is too large (at most {most:,} bytes)",
                    path=path,
                )
            ]
        )
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        [
            Problem(
                "文字コードが読めません。UTF-8、UTF-16、Shift_JIS（cp932）のどれかで保存してください。",
                "the encoding cannot be read; save it as UTF-8, UTF-16 or Shift_JIS (cp932)",
                path=path,
            )
        ]
    )
