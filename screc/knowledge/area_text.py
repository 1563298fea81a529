"""Write an area as a file that people can read and screc reads back."""

from __future__ import annotations

from typing import Any

from screc.model.rulebase import Area, FactValue, KnownFact


def area_text(area: Area) -> str:
    """Write an area's name and facts as YAML; where each fact came from stays with it.

    >>> print(area_text(Area.from_values("ours", "わが市", {"buildings": {"shops": True}})), end="")
    name: わが市
    facts:
      buildings: [shops]
    """
    from screc.knowledge.yaml_writer import write_yaml

    name = area.name
    written = {
        "name": name.ja if name.ja == name.en else {"ja": name.ja, "en": name.en},
        "facts": {attribute: _written(fact) for attribute, fact in area.facts.items()},
    }
    return write_yaml(written)


def _written(fact: KnownFact) -> Any:
    value = _plain(fact.value)
    about = {"origin": fact.origin, "as_of": fact.as_of, "citation": fact.citation}
    is_bare = fact.origin == "stated" and fact.as_of is None and fact.citation is None
    if is_bare and not (isinstance(value, dict) and "value" in value):
        return value
    return {"value": value, **{key: part for key, part in about.items() if part is not None}}


def _plain(value: FactValue) -> Any:
    """Write options that are all so as a list, and others one by one."""
    if isinstance(value, tuple) or (isinstance(value, dict) and value and all(value.values())):
        return list(value)
    return dict(value) if isinstance(value, dict) else value
