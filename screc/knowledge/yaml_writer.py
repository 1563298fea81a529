"""Write plain data as YAML that `yaml_reader` reads back to the same data."""

from __future__ import annotations

import re
from typing import Any

import yaml

_LIST_WIDTH = 90
_ENDLESS = 10**9
# What the strict reader could take for a number is more than PyYAML, of YAML 1.1, would quote.
_LIKE_A_NUMBER = re.compile(r"[-+]?\.?[0-9][-+.0-9eE]*$")


class OneLine(dict[str, Any]):
    """A mapping that is written in braces."""


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, and never refers back to an equal part."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


# Marks that cannot be seen are escaped; some kinds of line break would come back as a blank.
_Dumper.add_representer(
    str,
    lambda dumper, data: dumper.represent_scalar(
        "tag:yaml.org,2002:str", data, style=None if data.isprintable() else '"'
    ),
)
_Dumper.add_representer(
    OneLine,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True),
)
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _LIKE_A_NUMBER, list("-+.0123456789"))


def write_yaml(data: dict[str, Any], *, broken: bool = True) -> str:
    """Write a mapping in the order of its keys; lists of plain values stand in brackets.

    Args:
        data: dicts with text for keys, lists, text, numbers, dates, true, false and None.
        broken: whether what stands in brackets or braces goes on in the next line where it is long.

    >>> print(write_yaml({"name": "1e5", "rules": [{"ids": ["a", "b"], "fit": OneLine(held=5)}]}))
    name: '1e5'
    rules:
      - ids: [a, b]
        fit: {held: 5}
    <BLANKLINE>
    """
    written: str = yaml.dump(
        _in_brackets(data),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_LIST_WIDTH if broken else _ENDLESS,
        default_flow_style=False,
    )
    return written


class _Brackets(list[Any]):
    """A list that is written in brackets."""


_Dumper.add_representer(
    _Brackets,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)


def _in_brackets(data: Any) -> Any:
    if isinstance(data, dict):
        return type(data)((key, _in_brackets(part)) for key, part in data.items())
    if isinstance(data, list):
        parts = [_in_brackets(part) for part in data]
        has_structure = any(isinstance(part, dict | list) for part in parts)
        return parts if has_structure else _Brackets(parts)
    return data
