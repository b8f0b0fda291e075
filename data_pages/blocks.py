"""What this room brings to the bodies of articles."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from civitac.core.choosers import SnippetKeyBlock

from .models import Observation
from .periods import EARLIEST, LATEST
from .quotation import Form, Quotation
from .quoting import MOST_FIGURES, Asked, Batch, Quoted

MOST_PLACES = 10


class StatisticValue(blocks.StructValue):
    """A chosen statistic. `batch` reads its figures together with those of its neighbours in the text."""

    batch: Batch | None = None
    sample: tuple[Quoted, ...] = ()

    @property
    def places(self) -> list[int]:
        return [place.pk for place in self.get("territories") or [] if place is not None]

    @property
    def asked(self) -> Asked:
        table, indicator = self.get("table"), self.get("indicator")
        return Asked(
            table.pk if table else None,
            indicator.pk if indicator else None,
            tuple(self.places),
            self.get("first_year"),
            self.get("last_year"),
        )

    @property
    def quotation(self) -> Quotation:
        rows = self.sample or (self.batch or Batch((self.asked,))).rows_for(self.asked)
        return Quotation(rows, self.get("form") or Form.TABLE, self.get("title") or "", self.places)


def year_block(label: object) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label=label, required=False, min_value=EARLIEST, max_value=LATEST)


class StatisticBlock(blocks.StructBlock):
    """Figures of the database inside an article. They are read when the article is: a correction shows by itself."""

    title = blocks.CharBlock(label=gettext_lazy("Title"), required=False, max_length=120)
    table = SnippetKeyBlock(
        "data_pages.StatisticTable",
        label=gettext_lazy("Table"),
        required=False,
        help_text=gettext_lazy("A table of your space. Or choose an indicator and places below."),
    )
    indicator = SnippetKeyBlock("data_pages.Indicator", label=gettext_lazy("Indicator"), required=False)
    territories = blocks.ListBlock(
        SnippetKeyBlock("territories.Territory"),
        label=gettext_lazy("Places"),
        required=False,
        default=[],
        max_num=MOST_PLACES,
    )
    first_year = year_block(gettext_lazy("From the year"))
    last_year = year_block(gettext_lazy("To the year"))
    form = blocks.ChoiceBlock(label=gettext_lazy("Shown as"), choices=Form.choices, default=Form.TABLE)

    class Meta:
        icon = "order"
        label = gettext_lazy("Figures of the database")
        label_format = "{title} {indicator}"
        description = gettext_lazy(
            "Figures of a table or of an indicator, as they stand today: in large, table or chart."
        )
        template = "blocks/statistic.html"
        value_class = StatisticValue

    def bulk_to_python(self, values: Iterable[dict]) -> list[StatisticValue]:
        made = super().bulk_to_python(values)
        batch = Batch(tuple(value.asked for value in made))
        for value in made:
            value.batch = batch
        return made

    def clean(self, value: StatisticValue) -> StatisticValue:
        cleaned = super().clean(value)
        errors = self.mistakes(cleaned)
        if errors:
            raise StructBlockValidationError(
                block_errors={name: ValidationError(message) for name, message in errors.items()}
            )
        return cleaned

    def mistakes(self, value: StatisticValue) -> dict[str, str]:
        """Name of the field → what is wrong."""
        asked = value.asked
        if asked.table is None and asked.indicator is None:
            return {"indicator": _("Choose a table, or an indicator and places.")}
        if not asked.is_whole:
            return {"territories": _("Choose the places whose figures are to be shown.")}
        if asked.first_year and asked.last_year and asked.first_year > asked.last_year:
            return {"last_year": _("The last year comes before the first.")}
        if Observation.objects.filter(asked.condition)[MOST_FIGURES:].exists():
            return {"table": _("This table holds too many figures for a text: choose an indicator and places.")}
        return {}

    def get_preview_value(self) -> StatisticValue:
        value = self.normalize({"title": "", "form": Form.LINE, "territories": []})
        value.sample = tuple(sample())
        return value


def sample() -> Iterable[Quoted]:
    """Made-up figures, stored nowhere."""
    for year, count in ((2021, 48), (2022, 52), (2023, 55), (2024, 61)):
        status = "P" if year == 2024 else "A"
        yield Quoted(
            0, True, "Commune d’exemple (exemple)", 0, 0, "Forages en service", "forages", "forages", 0, 0, None,
            "Commune d’exemple", str(year), Decimal(count), status,
        )  # fmt: skip
