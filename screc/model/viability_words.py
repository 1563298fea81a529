"""What viability is told in: actors, kinds of benefit, hurdles, governance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from screc.errors import FormError
from screc.model.base import Model, Words
from screc.model.citation import Citation
from screc.model.ids import Id, Real, Yes
from screc.model.text import Text

ActorId = Annotated[str, Field(pattern=r"^[A-Z](-[1-9])?$")]


class Basis(Model):
    """Where a figure comes from that the sources do not have; `url` is a page that has it."""

    ja: Words
    en: Words
    url: Words | None = None


class Actor(Model):
    """Somebody who pays, is paid, or benefits."""

    id: ActorId
    name: Text
    citation: Citation | None = None
    reading: Text | None = None
    erratum: Id | None = None


class BenefitFamily(Model):
    """A family of co-benefits: the source spells none out, and some are read from a kind's name."""

    id: Annotated[str, Field(pattern="^[a-z]$")]
    name: Text | None
    read_from: Words | None = None


class BenefitKind(Model):
    """A kind of co-benefit, by the code of the source; a name is null where it has none there."""

    code: Annotated[str, Field(pattern="^(EB|[a-z][0-9])$")]
    name: Text | None
    counted: Yes = True
    note: Text | None = None
    citation: Citation | None = None
    erratum: Id | None = None


class RiskForm(Model):
    """The published form of the value of avoided risk, and its figures."""

    name: Text
    formula: Text
    source: Basis
    unserved_energy_yen_per_kwh: Annotated[Real, Field(gt=0)]
    events_per_year: Annotated[Real, Field(gt=0)]


class BenefitCatalogue(Model):
    """The co-benefits: families, kinds, and the form by which avoided risk is valued."""

    families: tuple[BenefitFamily, ...]
    kinds: tuple[BenefitKind, ...]
    risk: RiskForm


class Hurdle(Model):
    """A rate of return that is asked for; a range where `high` is given."""

    low_percent: Annotated[Real, Field(gt=0, lt=100)]
    high_percent: Annotated[Real, Field(gt=0, lt=100)] | None = None
    name: Text
    citation: Citation
    erratum: Id | None = None


class Hurdles(Model):
    """What is asked of a private and of a public business.

    `near_points`: how far below the public hurdle a rate may lie that the source still calls
    possible.
    """

    private: Hurdle
    public: Hurdle
    near_points: Annotated[Real, Field(ge=0, lt=1)]
    near_because: Text
    near_erratum: Id | None = None

    def of(self, measure: Literal["irr", "se_irr"]) -> Hurdle:
        """Say what a rate is held against: IRR against the private, SE-IRR against the public."""
        return self.private if measure == "irr" else self.public


class Governance(Model):
    """What a district energy body keeps watch over: elements, sectors, what screc can follow."""

    class Element(Model):
        """One of the four elements of total governance."""

        id: Id
        name: Text
        citations: tuple[Citation, ...]
        erratum: Id | None = None

    class Sector(Model):
        """A sector of which behaviour is expected; what is expected is in the areas' files."""

        id: Id
        name: Text
        citations: tuple[Citation, ...]
        erratum: Id | None = None

    class Indicator(Model):
        """A figure that can be followed; our own suggestion where it is not cited."""

        id: Id
        name: Text
        citation: Citation | None = None

    class Factor(Model):
        """Something that may change, and the inputs that tell what it would do."""

        name: Text
        inputs: tuple[Id, ...] = ()
        reading: Text | None = None
        citation: Citation

    elements: tuple[Element, ...]
    sectors: tuple[Sector, ...]
    indicators: tuple[Indicator, ...]
    factors: tuple[Factor, ...]


def _each_code_once(catalogue: BenefitCatalogue) -> BenefitCatalogue:
    codes = [kind.code for kind in catalogue.kinds]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        listed = ", ".join(twice)
        raise FormError(f"二度あります: {listed}", f"stands twice: {listed}")
    return catalogue


Catalogue = Annotated[BenefitCatalogue, AfterValidator(_each_code_once)]
