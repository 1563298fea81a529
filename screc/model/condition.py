"""The condition tree: what a rule asks of an area's facts.

Six kinds of node; everything else that YAML may say is written with them when it is read:

    {station: true}                          a flag or a situation is so
    {extent: block}                          a choice has this option, a set of choices contains it
    {extent: {any_of: [block, building]}}    one of them
    {buildings: {all_of: [shops, offices]}}  all of them
    {households: {at_least: 50}}             also at_most, above, below
    {households / area-ha: {above: 1000}}    a quotient of two numbers
    {all: [...]}  {any: [...]}  {not: ...}   with Kleene's three-valued meaning
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from screc.errors import FormError, shown

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

QUOTIENT = " / "

_Made = TypeVar("_Made")


class Condition:
    """A node of the tree, or the tree."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: type[Any], _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic read and print conditions in their YAML form."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            parse_condition,
            serialization=core_schema.plain_serializer_function_ser_schema(write_condition),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _core_schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the YAML form for editors."""
        return _JSON_SCHEMA


@dataclass(frozen=True, slots=True)
class AllOf(Condition):
    """Holds when every part holds; refuted when one part is refuted."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """Holds when one part holds; refuted when every part is refuted."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """Holds when its part is refuted, and the other way round."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Is(Condition):
    """A flag or situation has a value, or an option of a choice is (among) the answer."""

    name: str
    value: bool | str


@dataclass(frozen=True, slots=True)
class AtLeast(Condition):
    """A number, or the quotient of two, is at least so much."""

    quantity: str
    number: float


@dataclass(frozen=True, slots=True)
class AtMost(Condition):
    """A number, or the quotient of two, is at most so much."""

    quantity: str
    number: float


Leaf: TypeAlias = Is | AtLeast | AtMost

_METHODS: dict[type[Condition], str] = {
    AllOf: "all_of",
    AnyOf: "any_of",
    Not: "negation",
    Is: "equality",
    AtLeast: "at_least",
    AtMost: "at_most",
}


class Visitor(Generic[_Made]):
    """Makes something of a tree, with one method for each kind of node.

    >>> class Depth(Visitor[int]):
    ...     def all_of(self, node): return 1 + max(map(self.visit, node.parts))
    ...     def any_of(self, node): return 1 + max(map(self.visit, node.parts))
    ...     def negation(self, node): return 1 + self.visit(node.part)
    ...     def equality(self, node): return 1
    ...     def at_least(self, node): return 1
    ...     def at_most(self, node): return 1
    >>> Depth().visit(Not(AllOf((Is("station", True), AtLeast("households", 50)))))
    3
    """

    def __init_subclass__(cls) -> None:
        """Refuse a visitor that leaves a kind of node out, when it is defined.

        Raises:
            TypeError: a method is missing.
        """
        super().__init_subclass__()
        missing = [method for method in _METHODS.values() if not hasattr(cls, method)]
        if missing:
            message = f"{cls.__name__} has no method for: {', '.join(missing)}"
            raise TypeError(message)

    def visit(self, node: Condition) -> _Made:
        """Call the method for the kind of node."""
        made: _Made = getattr(self, _METHODS[type(node)])(node)
        return made


_OPTION_TESTS = ("any_of", "all_of")
_NUMBER_TESTS = ("at_least", "at_most", "above", "below")
_JSON_SCHEMA: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "description": (
        "all, any: a list of conditions; not: a condition; or an attribute or situation with "
        "true, false, an option, or one of " + ", ".join(_OPTION_TESTS + _NUMBER_TESTS)
    ),
    "properties": {
        "all": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        "any": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        "not": {"type": "object"},
    },
    "additionalProperties": {
        "anyOf": [
            {"type": ["boolean", "string"]},
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {
                    **{test: {"type": "array", "minItems": 1} for test in _OPTION_TESTS},
                    **{test: {"type": "number"} for test in _NUMBER_TESTS},
                },
            },
        ]
    },
}


def parse_condition(written: Any) -> Condition:
    """Read a condition from its YAML form.

    Raises:
        FormError: the form is not one of those in the module's docstring; with the place in it.

    >>> parse_condition({"households": {"at_least": 50}})
    AtLeast(quantity='households', number=50)
    >>> parse_condition({"not": {"extent": {"any_of": ["block", "building"]}}})
    Not(part=AnyOf(parts=(Is(name='extent', value='block'), Is(name='extent', value='building'))))
    """
    if isinstance(written, Condition):
        return written
    if not isinstance(written, dict) or len(written) != 1:
        raise FormError(
            f"条件は一つのキーとその値で書きます: 「{shown(written)}」",
            f'a condition is a mapping with one key, found "{shown(written)}"',
        )
    ((key, operand),) = written.items()
    if key in ("all", "any"):
        parts = _parse_parts(key, operand)
        return AllOf(parts) if key == "all" else AnyOf(parts)
    if key == "not":
        return Not(_parse_at(key, operand))
    if not isinstance(key, str):
        raise FormError(
            f"条件は項目か状況の名で始めます: 「{key}」",
            f'a condition names an attribute or a situation, found "{key}"',
        )
    if key.count(QUOTIENT) > 1:
        raise FormError(
            f"割り算は二つの数で行います: 「{key}」", f'a quotient is of two numbers: "{key}"'
        )
    return _parse_test(key, operand)


def _parse_parts(key: str, operand: Any) -> tuple[Condition, ...]:
    if not isinstance(operand, list | tuple) or not operand:
        raise FormError(
            f"{key} には条件の一覧を書きます: 「{shown(operand)}」",
            f'`{key}` takes a list of conditions, found "{shown(operand)}"',
        )
    return tuple(_parse_at(key, part, index) for index, part in enumerate(operand))


def _parse_at(key: str, written: Any, *index: int) -> Condition:
    try:
        return parse_condition(written)
    except FormError as fault:
        raise FormError(fault.ja, fault.en, (key, *index, *fault.place)) from None


def _parse_test(name: str, operand: Any) -> Condition:
    if isinstance(operand, bool | str):
        return Is(name, operand)
    if isinstance(operand, dict) and operand:
        parts = tuple(_parse_operator(name, *item) for item in operand.items())
        return parts[0] if len(parts) == 1 else AllOf(parts)
    tests, found = ", ".join(_OPTION_TESTS + _NUMBER_TESTS), shown(operand)
    raise FormError(
        f"「{name}」は true、false、選択肢か、{tests} のどれかと比べます: 「{found}」",
        f'"{name}" is compared with true, false, an option, or one of {tests}; found "{found}"',
        (name,),
    )


def _parse_operator(name: str, operator: str, operand: Any) -> Condition:
    place = (name, operator)
    if operator in _OPTION_TESTS:
        if (
            not isinstance(operand, list | tuple)
            or not operand
            or not all(isinstance(option, str) for option in operand)
        ):
            raise FormError(
                f"{operator} には選択肢の一覧を書きます: 「{shown(operand)}」",
                f'`{operator}` takes a list of options, found "{shown(operand)}"',
                place,
            )
        options = tuple(Is(name, option) for option in operand)
        return AnyOf(options) if operator == "any_of" else AllOf(options)
    if operator in _NUMBER_TESTS:
        if isinstance(operand, bool) or not isinstance(operand, int | float):
            raise FormError(
                f"{operator} には数を書きます: 「{shown(operand)}」",
                f'`{operator}` takes a number, found "{shown(operand)}"',
                place,
            )
        return _NUMBER_CONDITIONS[operator](name, operand)
    tests = ", ".join(_OPTION_TESTS + _NUMBER_TESTS)
    raise FormError(
        f"「{operator}」という比べ方はありません（{tests}）",
        f'unknown test "{operator}" (one of {tests})',
        place,
    )


_NUMBER_CONDITIONS: dict[str, Callable[[str, float], Condition]] = {
    "at_least": AtLeast,
    "at_most": AtMost,
    "above": lambda name, number: Not(AtMost(name, number)),
    "below": lambda name, number: Not(AtLeast(name, number)),
}


def write_condition(condition: Condition) -> dict[str, Any]:
    """Write a condition in a YAML form that `parse_condition` reads back to the same tree.

    >>> write_condition(AllOf((Is("station", True), Is("extent", "block"))))
    {'all': [{'station': True}, {'extent': 'block'}]}
    """
    match condition:
        case AllOf(parts):
            return {"all": [write_condition(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [write_condition(part) for part in parts]}
        case Not(part):
            return {"not": write_condition(part)}
        case Is(name, value):
            return {name: value}
        case AtLeast(quantity, number):
            return {quantity: {"at_least": number}}
        case AtMost(quantity, number):
            return {quantity: {"at_most": number}}
    message = f"not a condition: {condition!r}"
    raise TypeError(message)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Go through the tests of a tree, from left to right.

    >>> [leaf.quantity for leaf in leaves(parse_condition({"not": {"area-ha": {"above": 10}}}))]
    ['area-ha']
    """
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case Is() | AtLeast() | AtMost():
            yield condition


def names(condition: Condition) -> Iterator[str]:
    """Go through the attributes and situations that a tree asks for.

    >>> list(names(parse_condition({"households / area-ha": {"at_most": 100}})))
    ['households', 'area-ha']
    """
    for leaf in leaves(condition):
        if isinstance(leaf, Is):
            yield leaf.name
        else:
            yield from leaf.quantity.split(QUOTIENT)
