"""The columns engine: judges any number of areas at once, one column a fact, with Polars.

Null is unknown, and Polars' logic of nulls is Kleene's. A number that is not finite is unknown too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add, and_, or_
from typing import get_args

from screc.errors import InputError, Problem, unknown_name
from screc.model.condition import QUOTIENT, AllOf, AnyOf, AtLeast, AtMost, Is, Not, Visitor
from screc.model.recommendation import Standing
from screc.model.rulebase import Facts, Rulebase
from screc.rules.evaluate import HOLDS, OPEN, REFUTED, Judgement
from screc.rules.expand import fact_key
from screc.rules.many import (
    FactType,
    FirstOf,
    Sum,
    fact_types,
    judgement_of,
    missing_extra,
    plan_of,
)

try:
    import polars as pl
    from polars import selectors
except ModuleNotFoundError:
    raise missing_extra("polars") from None

_STANDINGS = pl.Enum(get_args(Standing))
_TYPES = {bool: pl.Boolean(), float: pl.Float64()}
_INTEGERS = {pl.Int8(): 8, pl.Int16(): 16, pl.Int32(): 32, pl.Int64(): 64}
_KEPT = "kept:"


class ColumnsEngine:
    """Judges a frame of areas.

    >>> from screc.rules.compile import load_rulebase
    >>> engine = ColumnsEngine(load_rulebase())
    >>> areas = pl.DataFrame({"code": ["13225"], "station": [False]})
    >>> found = engine.judge_many(areas, keep=["code"])
    >>> found.select("code", "block.possible", "station-front.standing").row(0)
    ('13225', 100, 'excluded')
    """

    name = "columns"

    def __init__(self, rulebase: Rulebase) -> None:
        """Make expressions of every condition and figure.

        Raises:
            InputError: a scheme has more rules than a mask has bits.
        """
        expressions = _Expressions()
        self.plan = plan_of(rulebase)
        self._steps = [
            [expressions.visit(condition).alias(name) for name, condition in step.items()]
            for step in self.plan.steps
        ]
        self._figures = [
            expressions.figure(figure).alias(name) for name, figure in self.plan.figures.items()
        ]

    def judge_many(
        self, frame: pl.DataFrame | pl.LazyFrame, keep: Sequence[str] = ()
    ) -> pl.DataFrame:
        """Judge every row of a frame.

        Args:
            frame: a row an area, a column a flat fact: Boolean for flags and options, any number
                for numbers; null is unknown, and so is a column that is not there.
            keep: columns that name the areas; they come first in the result, as they are.

        Returns:
            For each scheme `.holds`, `.refuted` and `.open` (masks), `.held` and `.possible`
            (points) and `.standing`; masks for `situations`, `constraints` and `gates` too.

        Raises:
            InputError: a column is no fact and not kept, or has values of another type.
        """
        rows = frame.lazy()
        given = rows.collect_schema()
        self._check(given, keep)
        facts = [
            (_known(key, kind) if key in given else pl.lit(None, _TYPES[kind])).alias(key)
            for key, kind in self.plan.facts.items()
        ]
        kept = [selectors.by_name(name).alias(_KEPT + name) for name in keep]
        rows = rows.with_columns(*kept, *facts)
        for step in self._steps:
            rows = rows.with_columns(step)
        named = [pl.col(_KEPT + name).alias(name) for name in keep]
        return rows.select(*named, *self._figures).collect(engine="streaming")

    def judge(self, facts: Facts) -> Judgement:
        """Judge one area, as the reference engine does.

        Raises:
            InputError: a fact is not known, or has a value of another type.
        """
        rows = self.judge_many(_frame([facts], self.plan.facts))
        return judgement_of(rows.row(0, named=True), self.plan)

    def _check(self, given: pl.Schema, keep: Sequence[str]) -> None:
        """Refuse columns that would be misread: a typo must not become an unknown fact."""
        facts = self.plan.facts
        problems = [
            unknown_name(("列", "column"), name, given) for name in keep if name not in given
        ]
        for name in sorted(
            {name for name in keep if name in self.plan.figures or keep.count(name) > 1}
        ):
            ja, en = (
                "残す列の名前が結果の列と重なります",
                "two columns of the result would be called so",
            )
            problems.append(Problem(ja, en, where=name))
        for name, found in given.items():
            if name in facts:
                wanted = _TYPES[facts[name]]
                if not (found in (wanted, pl.Null) or (wanted.is_numeric() and found.is_numeric())):
                    ja, en = f"{wanted} の列です: {found}", f"a column of {wanted}, found {found}"
                    problems.append(Problem(ja, en, where=name))
            elif name not in keep:
                problems.append(unknown_name(("事実の列", "column of facts"), name, facts))
        if problems:
            raise InputError(problems)


def facts_frame(areas: Iterable[Facts], rulebase: Rulebase) -> pl.DataFrame:
    """Lay the facts of areas out as a frame: a row an area, a column a flat fact.

    Raises:
        InputError: a fact is not known, or has a value of another type.

    >>> from screc.rules.compile import load_rulebase
    >>> frame = facts_frame([{"station": True}, {"households": 50}], load_rulebase())
    >>> frame.select("station", "households").rows()
    [(True, None), (None, 50.0)]
    """
    return _frame(list(areas), fact_types(rulebase.attributes))


def _frame(areas: Sequence[Facts], types: dict[str, FactType]) -> pl.DataFrame:
    given = dict.fromkeys(key for facts in areas for key in facts)
    problems = [unknown_name(("事実", "fact"), key, types) for key in given if key not in types]
    columns = []
    for key, kind in types.items():
        try:
            columns.append(_series(key, [facts.get(key) for facts in areas], kind))
        except (TypeError, OverflowError):
            wanted = _TYPES[kind]
            ja, en = f"{wanted} でない値があります", f"there is a value that is no {wanted}"
            problems.append(Problem(ja, en, where=key))
    if problems:
        raise InputError(problems)
    return pl.DataFrame(columns)


def _series(key: str, values: list[bool | float | None], kind: FactType) -> pl.Series:
    if kind is float and any(isinstance(value, bool) for value in values):
        message = "Polars would take true for 1"
        raise TypeError(message)
    return pl.Series(key, values, _TYPES[kind], strict=True)


class _Expressions(Visitor[pl.Expr]):
    """Makes an expression of each node and figure."""

    def all_of(self, node: AllOf) -> pl.Expr:
        return reduce(and_, map(self.visit, node.parts))

    def any_of(self, node: AnyOf) -> pl.Expr:
        return reduce(or_, map(self.visit, node.parts))

    def negation(self, node: Not) -> pl.Expr:
        return ~self.visit(node.part)

    def equality(self, node: Is) -> pl.Expr:
        found = pl.col(fact_key(node))
        return ~found if node.value is False else found

    def at_least(self, node: AtLeast) -> pl.Expr:
        return _quantity(node.quantity) >= float(node.number)

    def at_most(self, node: AtMost) -> pl.Expr:
        return _quantity(node.quantity) <= float(node.number)

    def figure(self, figure: Sum | FirstOf) -> pl.Expr:
        """Make the expression of a figure: a sum as Int64, a standing as one of the four."""
        return _sum(figure) if isinstance(figure, Sum) else self._first_of(figure)

    def _first_of(self, figure: FirstOf) -> pl.Expr:
        chosen = pl.lit(figure.otherwise, _STANDINGS)
        for condition, standing in reversed(figure.cases):
            chosen = (
                pl.when(self.visit(condition)).then(pl.lit(standing, _STANDINGS)).otherwise(chosen)
            )
        return chosen


def _quantity(quantity: str) -> pl.Expr:
    name, _, divisor = quantity.partition(QUOTIENT)
    if not divisor:
        return pl.col(name)
    return pl.when(pl.col(divisor) != 0).then(pl.col(name) / pl.col(divisor))


def _known(key: str, kind: FactType) -> pl.Expr:
    value = pl.col(key).cast(_TYPES[kind])
    return pl.when(value.is_finite()).then(value) if kind is float else value


def _sum(figure: Sum) -> pl.Expr:
    # Adding in the narrowest type that holds the sum takes a third of the time.
    largest = figure.start + sum(abs(weight) for _, weight in figure.weights)
    kind = next(kind for kind, bits in _INTEGERS.items() if largest.bit_length() < bits)
    terms = (
        pl.when(_is(name, figure.verdict)).then(pl.lit(weight, kind)).otherwise(pl.lit(0, kind))
        for name, weight in figure.weights
    )
    return reduce(add, terms, pl.lit(figure.start, kind)).cast(pl.Int64)


def _is(name: str, verdict: int) -> pl.Expr:
    found = pl.col(name)
    return {HOLDS: found, REFUTED: ~found, OPEN: found.is_null()}[verdict]
