"""The rules as one SQL statement, for warehouses and clusters.

NULL is unknown, and SQL's logic of NULL is Kleene's. Numbers are doubles in every dialect, and
masks are sums: integer division, decimals and bit functions are where dialects differ. A quotient
beyond what a double holds is infinite, or stops PostgreSQL.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import reduce
from itertools import chain, pairwise

from screc.errors import InputError, Problem, printable, shown, unknown_name
from screc.model.condition import QUOTIENT, AllOf, AnyOf, AtLeast, AtMost, Is, Not, Visitor
from screc.model.rulebase import Rulebase
from screc.model.text import Language
from screc.rules.evaluate import HOLDS, OPEN, REFUTED
from screc.rules.expand import fact_key
from screc.rules.many import DIALECTS, FactType, FirstOf, Plan, Sum, missing_extra, plan_of

try:
    from sqlglot import exp
    from sqlglot.optimizer.normalize_identifiers import normalize_identifiers
    from sqlglot.optimizer.qualify_columns import quote_identifiers
except ModuleNotFoundError:
    raise missing_extra("sqlglot") from None

_TABLE = r"([A-Za-z_][A-Za-z0-9_]{0,62}\.){0,2}[A-Za-z_][A-Za-z0-9_]{0,62}"
_LONGEST_NAME = 63  # PostgreSQL cuts what is longer.
_LARGEST_INT = 2**31 - 1


def print_sql(rulebase: Rulebase, dialect: str, table: str = "facts") -> str:
    """Print the statement that judges every row of a table of facts.

    It gives the `id` of each row and its figures: masks, points and standings.

    Args:
        rulebase: the rules.
        dialect: one of `DIALECTS`.
        table: the table's name, with its schema where it needs one; `print_ddl` has its columns.

    Raises:
        InputError: there is no such dialect, or a name cannot be used.

    >>> from screc.rules.compile import load_rulebase
    >>> print(print_sql(load_rulebase(), "duckdb").splitlines()[0][:27])
    -- screc, knowledge 2026.11
    """
    plan = plan_of(rulebase)
    _check(plan, dialect, table)
    printer = _Printer()
    facts = [_fact(key, kind) for key, kind in plan.facts.items()]
    figures = [_named(printer.figure(of), name) for name, of in plan.figures.items()]
    tables = _tables(plan)
    query = exp.select("id", *figures).from_(tables[-1])
    query = query.with_(tables[0], exp.select("id", *facts).from_(_table(table)))
    for (before, name), step in zip(pairwise(tables), plan.steps, strict=True):
        made = [_named(printer.visit(condition), member) for member, condition in step.items()]
        query = query.with_(name, exp.select("*", *made).from_(before))
    bits = [
        f"-- {group}: {', '.join(f'{bit} {member}' for bit, member in enumerate(members))}"
        for group, members in plan.members.items()
    ]
    return "\n".join((_origin(rulebase), "-- Bits of the masks:", *bits, _text(query, dialect)))


def print_ddl(
    rulebase: Rulebase, dialect: str, table: str = "facts", language: Language = "ja"
) -> str:
    """Print the statement that makes the table of facts.

    Raises:
        InputError: there is no such dialect, or a name cannot be used.

    >>> from screc.rules.compile import load_rulebase
    >>> statement = print_ddl(load_rulebase(), "postgres", language="en")
    >>> for line in statement.splitlines()[2:5]:
    ...     print(line)
    CREATE TABLE "facts" (
      "id" TEXT NOT NULL,
      "station" BOOLEAN /* At a station */,
    """
    plan = plan_of(rulebase)
    _check(plan, dialect, table)
    columns = [_declared("id", "text")]
    columns[0].set("constraints", [exp.ColumnConstraint(kind=exp.NotNullColumnConstraint())])
    for attribute in rulebase.attributes:
        kind = "double" if attribute.type == "number" else "boolean"
        name = attribute.name.in_language(language)
        if attribute.options:
            columns += [
                _declared(key, kind, f"{name}: {option.name.in_language(language)}")
                for key, option in zip(attribute.keys(), attribute.options, strict=True)
            ]
        else:
            columns.append(_declared(attribute.id, kind, name))
    made = exp.Create(this=exp.Schema(this=_table(table), expressions=columns), kind="TABLE")
    return f"{_origin(rulebase)}\n{_text(made, dialect)}"


def sql_name(name: str) -> str:
    """Write the name of a fact, a verdict or a figure as SQL takes it.

    Two names never become one, as an id has no two hyphens in a row.

    >>> sql_name("buildings.detached-homes")
    'buildings__detached_homes'
    """
    return name.replace("-", "_").replace(".", "__").replace(":", "___")


class _Printer(Visitor[exp.Expr]):
    """Makes SQL of each node and figure."""

    def all_of(self, node: AllOf) -> exp.Expr:
        return exp.and_(*map(self.visit, node.parts))

    def any_of(self, node: AnyOf) -> exp.Expr:
        return exp.or_(*map(self.visit, node.parts))

    def negation(self, node: Not) -> exp.Expr:
        return exp.not_(self.visit(node.part))

    def equality(self, node: Is) -> exp.Expr:
        found = _column(fact_key(node))
        return exp.not_(found) if node.value is False else found

    def at_least(self, node: AtLeast) -> exp.Expr:
        return exp.GTE(this=_quantity(node.quantity), expression=_number(node.number))

    def at_most(self, node: AtMost) -> exp.Expr:
        return exp.LTE(this=_quantity(node.quantity), expression=_number(node.number))

    def figure(self, figure: Sum | FirstOf) -> exp.Expr:
        """Make the expression of a figure: a BIGINT, or the name of a standing."""
        if isinstance(figure, FirstOf):
            cases = exp.case()
            for condition, standing in figure.cases:
                cases = cases.when(self.visit(condition), exp.Literal.string(standing))
            return cases.else_(exp.Literal.string(figure.otherwise))
        terms: list[exp.Expr] = [
            exp.case().when(_is(name, figure.verdict), _whole(weight)).else_("0")
            for name, weight in figure.weights
        ]
        if figure.start or not terms:
            terms.insert(0, _whole(figure.start))
        return exp.cast(reduce(_plus, terms), "bigint")


def _plus(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.Add(this=left, expression=right)


def _is(name: str, verdict: int) -> exp.Expr:
    found = _column(name)
    return {HOLDS: found, REFUTED: exp.not_(found), OPEN: found.is_(exp.null())}[verdict]


def _quantity(quantity: str) -> exp.Expr:
    name, _, divisor = quantity.partition(QUOTIENT)
    if not divisor:
        return _column(name)
    nonzero = exp.func("NULLIF", _column(divisor), exp.Literal.number(0))
    return exp.Div(this=_column(name), expression=nonzero)


def _whole(number: int) -> exp.Expr:
    return exp.Literal.number(number)


def _number(number: float) -> exp.Expr:
    """Write a number so that no dialect reads it as a decimal."""
    if abs(number) < _LARGEST_INT and float(number).is_integer():
        return _whole(int(number))
    return exp.cast(exp.Literal.string(repr(float(number))), "double")


def _fact(key: str, kind: FactType) -> exp.Expr:
    """Take a fact from the table; a number as a double, and only where it is finite."""
    if kind is bool:
        return _column(key)
    value, largest = exp.cast(_column(key), "double"), _number(sys.float_info.max)
    finite = exp.LTE(this=exp.Abs(this=value), expression=largest)
    return _named(exp.case().when(finite, value.copy()), key)


def _column(name: str) -> exp.Column:
    return exp.column(sql_name(name))


def _named(made: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(made, sql_name(name))


def _declared(name: str, kind: str, comment: str = "") -> exp.ColumnDef:
    type_ = exp.DataType.build(kind)
    # A name must neither end its comment nor open one inside it.
    words = printable(comment).replace("*/", "* /").replace("/*", "/ *")
    type_.add_comments([f" {words} "] if words else None)
    return exp.ColumnDef(this=exp.to_identifier(sql_name(name)), kind=type_)


def _table(name: str) -> exp.Table:
    """Name a table, whatever words its name is made of."""
    *schema, table = name.split(".")
    database = schema[-1] if schema else None
    return exp.table_(table, db=database, catalog=schema[0] if len(schema) > 1 else None)


def _tables(plan: Plan) -> list[str]:
    levels = len(plan.steps) - 1
    return ["known", *(f"situations_{level}" for level in range(1, levels + 1)), "verdicts"]


def _text(statement: exp.Expr, dialect: str) -> str:
    """Print a statement with every name quoted, in the case in which the dialect keeps names."""
    normal = normalize_identifiers(statement, dialect=dialect)
    quoted = quote_identifiers(normal, dialect=dialect, identify=True)
    return quoted.sql(dialect, pretty=True)


def _origin(rulebase: Rulebase) -> str:
    return (
        f"-- screc, knowledge {printable(rulebase.version)} ({printable(rulebase.digest)})\n"
        "-- NULL is unknown. Where one option of a choice is TRUE, its other options are FALSE."
    )


def _check(plan: Plan, dialect: str, table: str) -> None:
    problems = []
    if dialect not in DIALECTS:
        problems.append(unknown_name(("SQLの方言", "SQL dialect"), dialect, DIALECTS))
    if not re.fullmatch(_TABLE, table):
        ja = f"表の名前は英数字と _ で書き、スキーマは . で前に付けます: 「{shown(table)}」"
        en = (
            f'a table is called by letters, digits and _, its schema before a dot: "{shown(table)}"'
        )
        problems.append(Problem(ja, en))
    elif table.lower() in _tables(plan):
        ja, en = f"「{table}」は文の中で使う名前です", f'"{table}" is a name inside the statement'
        problems.append(Problem(ja, en))
    inside = ("id", *plan.facts, *chain.from_iterable(plan.steps))
    for names in (inside, ("id", *plan.figures)):
        for name, count in Counter(map(sql_name, names)).items():
            if count > 1:
                ja, en = "二つの列が同じ名前になります", "two columns would be called so"
                problems.append(Problem(ja, en, where=name))
            if len(name) > _LONGEST_NAME:
                ja = f"列の名前は{_LONGEST_NAME}字までです"
                en = f"a column's name has at most {_LONGEST_NAME} characters"
                problems.append(Problem(ja, en, where=name))
    if problems:
        raise InputError(problems)
