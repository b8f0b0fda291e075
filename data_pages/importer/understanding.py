"""What a sheet is understood to say: which column is what. Everything here can be changed by hand and is remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from civitac.core.text import fold

# Instead of the code of a territory: the organisation that owns the table.
OWNER = "@"
# The columns that a file of rejects adds.
LINE, WHY = "Ligne du fichier", "Pourquoi"
# What titles, and the names of places, may say of a whole file.
PERIOD, INDICATOR, MULTIPLIER, MAP_DAY = "period", "indicator", "multiplier", "map_day"


class Role(models.TextChoices):
    """What a column holds."""

    IGNORED = "ignored", _("nothing to take")
    PLACE = "place", _("place")
    CODE = "code", _("code of the place (P-code)")
    REGION = "region", _("region of the place")
    PROVINCE = "province", _("province of the place")
    PERIOD = "period", _("period")
    INDICATOR = "indicator", _("name of the indicator")
    VALUE = "value", _("figures")
    TOTAL = "total", _("total, passed over")
    STATUS = "status", _("status of the figure")
    NOTE = "note", _("note")


@dataclass
class Column:
    """`index` counts from 0. The rest concerns a column of figures, except `level`, which is that of a place."""

    index: int
    label: str
    role: str = Role.IGNORED.value
    level: str = ""
    indicator: str = ""  # the code of an indicator
    period: str = ""  # the code of a period
    place: str = ""  # the name or the code of a place, where headings name places and rows do not
    multiplier: int = 1  # 1000 when the heading says "in thousands"
    decimal_sign: str = ""


@dataclass
class Understanding:
    """How one sheet is read. Rows count from 1, as people see them."""

    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    first_heading: int = 0
    last_heading: int = 0
    titles: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # what the file itself says of all its figures
    columns: list[Column] = field(default_factory=list)
    # For all rows, where no column says it.
    place: str = ""
    period: str = ""
    indicator: str = ""
    map_day: str = ""  # a day (ISO) of the map by which names are read; empty: whatever map bears them
    dash: str = "missing"  # what a dash alone means: "missing", "zero", "nothing"
    span: str = ""  # which of two years counts: "first", "last"

    @classmethod
    def from_json(cls, plain: dict) -> Understanding:
        """From what `as_json` wrote, whatever version of this class wrote it."""
        known = {each.name for each in fields(cls)}
        of_column = {each.name for each in fields(Column)}
        columns = [
            Column(**{name: value for name, value in column.items() if name in of_column})
            for column in plain.get("columns", [])
        ]
        return cls(**{**{name: value for name, value in plain.items() if name in known}, "columns": columns})

    def as_json(self) -> dict:
        return asdict(self)

    def having(self, role: Role | str) -> list[Column]:
        return [column for column in self.columns if column.role == role]

    def first(self, role: Role | str) -> Column | None:
        return next(iter(self.having(role)), None)

    @property
    def naming_rows(self) -> list[Column]:
        """The columns that name the place of each row."""
        return self.having(Role.PLACE) + self.having(Role.CODE)

    @property
    def headings_name_places(self) -> bool:
        return any(column.place for column in self.columns)

    @property
    def signature(self) -> str:
        return signature_of(column.label for column in self.columns)

    def problems(self) -> list[str]:
        """What has still to be said before figures can be made of the sheet, in words."""
        found = []
        if not self.columns:
            return [str(_("No table was found in this sheet: no row looks like headings above figures."))]
        values = self.having(Role.VALUE)
        nowhere = [column.label for column in values if not column.place]
        if not self.place and not self.naming_rows:
            if len(nowhere) == len(values):
                found.append(_("No column names a place, and nothing says which place the whole file is about."))
            elif nowhere:
                said = _("Nothing says which place these columns are about: %(columns)s.")
                found.append(said % {"columns": " ; ".join(nowhere)})
        if not values:
            found.append(_("No column holds figures."))
        if not self.period and not self.first(Role.PERIOD) and any(not column.period for column in values):
            found.append(
                _("Nothing says which period the figures are of: no column of periods, no year in the headings.")
            )
        if not self.indicator and not self.first(Role.INDICATOR) and any(not column.indicator for column in values):
            found.append(_("Nothing says what is measured: choose the indicator of each column of figures."))
        return [str(problem) for problem in found]

    def taught_by(self, remembered: Understanding) -> Understanding:
        """This reading, with what someone settled last for a file of the same headings; rows and encoding stay its own.

        So does what it says of itself otherwise than the last file did: the title of another year is another year.
        """
        known = dict(zip(map(fold_label, remembered.columns), remembered.columns, strict=True))
        columns = [
            replace(
                known[fold_label(new)],
                index=new.index,
                label=new.label,
                decimal_sign=new.decimal_sign,
                **({MULTIPLIER: new.multiplier} if self.says_otherwise(MULTIPLIER, remembered) else {}),
            )
            if fold_label(new) in known
            else new
            for new in self.columns
        ]
        own = {name for name in (PERIOD, INDICATOR, MAP_DAY) if self.says_otherwise(name, remembered)}
        lasting = {"place", PERIOD, INDICATOR, MAP_DAY, "span", "dash"} - own
        return replace(self, columns=columns, **{name: getattr(remembered, name) for name in lasting})

    def says_otherwise(self, name: str, remembered: Understanding) -> bool:
        """Whether the last file said something else; one without titles, as corrected rejects are, says nothing."""
        mine, theirs = self.said.get(name, ""), remembered.said.get(name, "")
        return mine != theirs and bool(mine or self.titles)


def signature_of(labels: Iterable[str]) -> str:
    """What two files of the same shape share: their headings, whatever the case and the accents.

    A file of rejects is of the shape of the file it comes from.
    """
    folded = [label for label in map(fold, labels) if label not in (fold(LINE), fold(WHY))]
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()


def fold_label(column: Column) -> tuple[int, str]:
    """Headings may repeat: their place among the columns tells them apart."""
    return column.index, fold(column.label)
