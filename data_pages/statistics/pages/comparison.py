"""Places side by side: which ones, for which indicators and years, and the figures that answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from civitac.core.text import fold
from civitac.core.visibility import reader_of
from territories.enums import Level

from ...drawing.charts import Chart
from ...enums import Aggregation
from ...models import Indicator, Observation
from ...periods import EARLIEST, LATEST
from .asking import PlaceForm, indicators, query
from .headline import least_certain
from .places import Place, about, above, places, territories
from .reading import Cell, Marks, Source, cells, settled, sources
from .writing import over_time, side_by_side

MOST_PLACES = 10
MOST_INDICATORS = 6
# The latest periods of each indicator, fewer where many places and indicators share the page; earlier ones are asked for
# by their years.
MOST_PERIODS, MOST_FIGURES = 10, 480
CHOSEN_UNASKED = 4
POPULATION = "population"
REFERENCES = {"province": Level.PROVINCE, "region": Level.REGION, "pays": Level.COUNTRY}
NO_REFERENCE = "aucun"
PER_INHABITANT = "habitant"
KEPT = 2  # decimals that a quotient keeps in files beyond those that pages show


class CodesField(forms.Field):
    """A parameter given several times. Cleans to a list without repetitions."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: object) -> list[str]:
        codes = list(dict.fromkeys(value or []))
        if any(len(code) > 255 or "\0" in code for code in codes):
            raise forms.ValidationError("code")
        return codes


class ComparisonForm(PlaceForm):
    t = CodesField(required=False)
    i = CodesField(required=False)
    ref = CodesField(required=False)
    debut = forms.IntegerField(min_value=EARLIEST, max_value=LATEST, required=False)
    fin = forms.IntegerField(min_value=EARLIEST, max_value=LATEST, required=False)
    par = forms.ChoiceField(choices=[(PER_INHABITANT, "")], required=False)


@dataclass(frozen=True)
class Measure:
    """An indicator as it is compared: as it stands, or per inhabitant."""

    pk: int
    code: str
    name: str
    unit: str
    decimals: int
    per: int = 0  # inhabitants that a figure is divided among: 0 for a figure as it stands
    adds_up: bool = False  # the figure of a whole is the sum of those of its parts

    @classmethod
    def of(cls, indicator: Indicator, *, per_inhabitant: bool) -> Measure:
        if not (per_inhabitant and adds_up_over_people(indicator)):
            adds_up = indicator.aggregation == Aggregation.SUM
            return cls(
                indicator.pk, indicator.code, indicator.name, indicator.unit, indicator.decimals, adds_up=adds_up
            )
        if fold(indicator.unit).startswith("f cfa"):
            unit = _("%(unit)s per inhabitant") % {"unit": indicator.unit}
            return cls(indicator.pk, indicator.code, indicator.name, unit, 0, per=1)
        unit = _("%(unit)s per 1,000 inhabitants") % {"unit": indicator.unit}
        return cls(indicator.pk, indicator.code, indicator.name, unit, 2, per=1_000)


def adds_up_over_people(indicator: Indicator) -> bool:
    """Whether dividing by the population means something: a sum, and not a population itself."""
    return indicator.aggregation == Aggregation.SUM and not indicator.code.startswith(POPULATION)


@dataclass
class Question:
    """What is compared; `address` is where the same comparison is found again."""

    places: list[Place] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    too_many: list[Indicator] = field(default_factory=list)  # asked for, beyond what one page holds
    references: list[Place] = field(default_factory=list)
    wanted_references: list[str] = field(default_factory=list)
    first: int | None = None
    last: int | None = None
    per_inhabitant: bool = False
    unknown: bool = False  # some of what was asked does not exist
    chosen_for_them: bool = False  # no indicator was asked for
    offered: list[Indicator] = field(default_factory=list)

    def query(self, codes: Sequence[str] | None = None) -> str:
        return query(
            t=[place.code for place in self.places] if codes is None else list(codes),
            i=[] if self.chosen_for_them else [indicator.code for indicator in self.indicators],
            ref=self.wanted_references,
            debut=str(self.first or ""),
            fin=str(self.last or ""),
            par=PER_INHABITANT if self.per_inhabitant else "",
        )

    def address(self, codes: Sequence[str] | None = None, name: str = "compare") -> str:
        arguments = [] if name == "compare" else [name]
        base = reverse("data_pages:compare" if name == "compare" else "data_pages:compare_file", args=arguments)
        return f"{base}?{self.query(codes)}".rstrip("?")

    @property
    def codes(self) -> list[str]:
        return [place.code for place in self.places]

    def with_place(self, place: Place) -> str:
        return self.address([*self.codes, place.code])

    @property
    def removals(self) -> list[tuple[Place, str]]:
        """Each place with the address of the same comparison without it."""
        return [(place, self.address([code for code in self.codes if code != place.code])) for place in self.places]

    @property
    def is_full(self) -> bool:
        return len(self.places) >= MOST_PLACES


def understand(request: HttpRequest, asked: dict[str, object]) -> Question:
    """The places, indicators and references that exist among those asked for. Two queries at most."""
    found = places(request, asked["t"][:MOST_PLACES])
    measured = {each.code: each for each in indicators(request).values()}
    chosen = [measured[code] for code in asked["i"] if code in measured]
    wanted = [name for name in asked["ref"] if name in REFERENCES or name == NO_REFERENCE]
    first, last = asked["debut"], asked["fin"]
    if first and last and first > last:
        first, last = last, first
    question = Question(
        places=found,
        indicators=chosen[:MOST_INDICATORS],
        too_many=chosen[MOST_INDICATORS:],
        references=references_of(request, found, wanted),
        wanted_references=wanted,
        first=first,
        last=last,
        per_inhabitant=bool(asked["par"]),
        unknown=len(found) < len(asked["t"]) or any(code not in measured for code in asked["i"]),
        chosen_for_them=not chosen,
        offered=list(measured.values()),
    )
    if found and not chosen:
        question.indicators = measured_in(found)
    return question


def references_of(request: HttpRequest, found: Sequence[Place], wanted: Sequence[str]) -> list[Place]:
    """What the places lie in, at the levels wanted, the nearest first; where nothing was said, what they all lie in."""
    lines = [above(place) for place in found]
    codes = {code for line in lines for code in line}
    if not wanted and lines:
        codes = set(lines[0]).intersection(*lines[1:])
    levels = [REFERENCES[name] for name in wanted if name in REFERENCES] if wanted else list(REFERENCES.values())
    codes -= {place.code for place in found}
    return [place for place in territories(request).values() if place.code in codes and place.level in levels][::-1]


def measured_in(found: Sequence[Place]) -> list[Indicator]:
    """The first indicators that have figures in these places. One query."""
    observed = Observation.objects.listed().filter(indicator=OuterRef("pk"))
    # One condition for each kind of place: joined by "or" they could not be looked up in an index.
    here = Q()
    for kind in {kind for kind, _pk in (place.key for place in found)}:
        keys = [pk for other, pk in (place.key for place in found) if other == kind]
        here |= Exists(observed.filter(**{f"{kind}__in": keys}))
    return list(Indicator.objects.filter(here, part_of=None)[:CHOSEN_UNASKED])


@dataclass(frozen=True)
class Block:
    """One indicator: a row for each period, a cell for each column of the comparison."""

    measure: Measure
    periods: list[str]
    rows: dict[str, list[Cell | None]]
    columns: list[Place]
    own: int  # how many of the columns are places that were chosen; the others are references
    tables: list[Source]
    has_earlier: bool  # these periods are the last of several

    @property
    def latest(self) -> tuple[str, list[Cell | None]]:
        """The last period for which the chosen places have figures (`settled`)."""
        counts = {
            period: sum(cell is not None and not cell.is_missing for cell in self.rows[period][: self.own])
            for period in reversed(self.periods)
        }
        period = settled({period: count for period, count in counts.items() if count} or counts)
        return period, self.rows[period]

    @property
    def chart(self) -> Chart | None:
        """The chosen places over time, or side by side where there is one period only.

        What they lie in stands beside them where that can be compared: a sum would make them all look alike.
        """
        named = list(enumerate(self.columns))[: self.own]
        if len(self.periods) > 1:
            lines = {place.name: [row[at] for row in self.rows.values() if row[at]] for at, place in named}
            if chart := over_time(self.measure, lines, self.measure.name):
                return chart
        _period, row = self.latest
        shown = named if self.measure.adds_up else list(enumerate(self.columns))
        return side_by_side(self.measure, [(place.name, row[at]) for at, place in shown], self.measure.name)


@dataclass(frozen=True)
class Comparison:
    columns: list[Place]
    blocks: list[Block]
    without: list[Measure]  # indicators that have no figure in these places
    marks: Marks
    shown: list[Cell]
    tables: tuple[Source, ...]
    inhabitants_of: list[str]  # periods of the populations that figures were divided by

    @property
    def has_earlier(self) -> bool:
        return any(block.has_earlier for block in self.blocks)


def compare(request: HttpRequest, question: Question, *, every_period: bool = False) -> Comparison:
    """The figures of the places chosen and of their references, of the latest periods or of every one. Two queries."""
    user = reader_of(request)
    columns = [*question.places, *question.references]
    measures = [Measure.of(each, per_inhabitant=question.per_inhabitant) for each in question.indicators]
    divides = any(measure.per for measure in measures)
    found = figures_of(request, question, columns, measures) if columns and measures else {}
    known = {key for rows in found.values() for _period, key in rows}
    columns = [*question.places, *(place for place in question.references if place.key in known)]
    inhabitants = people(request, columns) if divides else {}
    used: set[str] = set()
    counted = [cell for populations in inhabitants.values() for cell in populations]
    by_key = {
        table.pk: table
        for table in sources(request, [*(cell for rows in found.values() for cell in rows.values()), *counted])
    }
    blocks, without = [], []
    most = min(MOST_PERIODS, MOST_FIGURES // max(1, len(columns) * len(measures)))
    for measure in measures:
        rows = found.get(measure.pk, {})
        own = {place.key for place in question.places}
        every = sorted({period for period, key in rows if key in own})
        periods = every if every_period else every[-most:]
        if not periods:
            without.append(measure)
            continue
        cells_of = {
            period: [shared(rows.get((period, place.key)), measure, inhabitants, used) for place in columns]
            for period in periods
        }
        keys = {cell.table for row in cells_of.values() for cell in row if cell}
        keys |= {cell.table for cell in counted if measure.per}
        tables = [by_key[key] for key in by_key if key in keys]
        blocks.append(Block(measure, periods, cells_of, columns, len(question.places), tables, every != periods))
    cells_shown = [cell for block in blocks for row in block.rows.values() for cell in row]
    shown = [cell for cell in cells_shown if cell is not None]
    return Comparison(columns, blocks, without, Marks.of(cells_shown, user), shown, list(by_key.values()), sorted(used))


Rows = dict[tuple[str, tuple[str, int]], Cell]  # by period and key of the place


def figures_of(
    request: HttpRequest, question: Question, columns: Sequence[Place], measures: Sequence[Measure]
) -> dict[int, Rows]:
    rows = Observation.objects.filter(about(columns), indicator__in=[measure.pk for measure in measures])
    if question.first:
        rows = rows.filter(period__gte=str(question.first))
    if question.last:
        rows = rows.filter(period__lt=str(question.last + 1))
    found: dict[int, Rows] = defaultdict(dict)
    for cell in cells(request, rows):
        found[cell.indicator][cell.period, cell.place] = cell
    return found


def people(request: HttpRequest, columns: Sequence[Place]) -> dict[tuple[str, int], list[Cell]]:
    """Place → its populations in the order of time, those that this reader may not see among them. One query."""
    found = defaultdict(list)
    for cell in cells(request, Observation.objects.filter(about(columns), indicator__code=POPULATION)):
        if cell.value or not cell.is_open:
            found[cell.place].append(cell)
    return found


def shared(
    cell: Cell | None, measure: Measure, inhabitants: dict[tuple[str, int], list[Cell]], used: set[str]
) -> Cell | None:
    """The figure divided by the population of its place: the last one counted by then, else the first one counted.

    It is as certain as the less certain of the two, and reserved where either is.
    """
    if not measure.per or cell is None or cell.value is None:
        return cell
    counted = inhabitants.get(cell.place)
    if not counted:
        return None
    counted = [each for each in counted if each.is_open] or counted
    people = next((each for each in reversed(counted) if each.period[:4] <= cell.period[:4]), counted[0])
    if not people.is_open:
        return people._replace(indicator=cell.indicator, period=cell.period)
    used.add(people.period)
    value = (Decimal(cell.value) * measure.per / people.value).quantize(Decimal(1).scaleb(-measure.decimals - KEPT))
    return cell._replace(value=value, status=least_certain({cell.status, people.status}))
