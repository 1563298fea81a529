"""screc: which smart-community scheme fits an area, why, and what to ask next.

>>> from screc import Area, load_knowledge, recommend
>>> area = Area.from_values(
...     "ours",
...     "わが市",
...     {"public-facilities": "several", "wish-disaster-base": True},
... )
>>> answer = recommend(area, load_knowledge(), language="en")
>>> answer.outcome
'match'
>>> answer.recommendations[0].scheme
'public-facility'
>>> [finding.because for finding in answer.recommendations[0].findings][0]
'There are two or more municipal facilities'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screc.advice.recommend import recommend
    from screc.errors import InputError, KnowledgeError, ScrecError
    from screc.knowledge.load import load_knowledge
    from screc.model.rulebase import Area

__all__ = [
    "Area",
    "InputError",
    "KnowledgeError",
    "ScrecError",
    "load_knowledge",
    "recommend",
]

_HOMES = {
    "Area": "screc.model.rulebase",
    "InputError": "screc.errors",
    "KnowledgeError": "screc.errors",
    "ScrecError": "screc.errors",
    "load_knowledge": "screc.knowledge.load",
    "recommend": "screc.advice.recommend",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that start-up pays for no other."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module 'screc' has no attribute {name!r}"
    raise AttributeError(message)
