"""Forms of values that models share, told to pydantic only when it asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from screc.errors import FormError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_LONGEST_ID = 64


class _IdForm:
    """An id is kebab-case."""

    def __get_pydantic_core_schema__(
        self, _source: type[Any], _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        text = core_schema.str_schema(
            max_length=_LONGEST_ID, metadata={"pydantic_js_updates": {"pattern": ID_PATTERN}}
        )
        return core_schema.no_info_after_validator_function(_check_id, text)


class _WholeForm:
    """A whole number is written as one: neither true nor "1"."""

    def __get_pydantic_core_schema__(
        self, _source: type[Any], _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.int_schema(strict=True)


class _RealForm:
    """A number is written as one."""

    def __get_pydantic_core_schema__(
        self, _source: type[Any], _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.float_schema(strict=True)


class _YesForm:
    """Yes or no is written as true or false."""

    def __get_pydantic_core_schema__(
        self, _source: type[Any], _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.bool_schema(strict=True)


Id: TypeAlias = Annotated[str, _IdForm()]
Whole: TypeAlias = Annotated[int, _WholeForm()]
Real: TypeAlias = Annotated[float, _RealForm()]
Yes: TypeAlias = Annotated[bool, _YesForm()]


def _check_id(written: str) -> str:
    if not re.match(ID_PATTERN, written):
        raise FormError(
            f"「{written}」は使えない形です（英小文字・数字・ハイフン）",
            f'"{written}" is no id (small letters, digits and hyphens)',
        )
    return written
