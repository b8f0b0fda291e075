from __future__ import annotations

from itertools import chain, count

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamBlockValidationError

from civitac.core.text import slug_of

from .references import CheckedReferencesForm
from .starting_bodies import hints_left

# Leaves room for a number at the end, in the 255 characters that a slug may have.
LONGEST_START = 245


class ArticleForm(CheckedReferencesForm):
    """The article editor; a new article starts from the template of blocks of its kind.

    The end of its address stands in a tab that few open: left empty, or taken by another article, it finds itself.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"] or slug_of(self.cleaned_data.get("title", "")) or "article"
        if self.instance.pk:
            return slug
        start = slug[:LONGEST_START]
        taken = set(self.parent_page.get_children().filter(slug__startswith=start).values_list("slug", flat=True))
        return next(free for free in chain([slug], (f"{start}-{n}" for n in count(2))) if free not in taken)

    def clean(self) -> dict[str, object]:
        """A draft may hold the hints it began with; what is submitted to readers may not."""
        cleaned = super().clean()
        body = cleaned.get("body")
        if body and not self.is_deferred_validation:
            left = {number: hints_left(block) for number, block in enumerate(body.get_prep_value())}
            errors = {number: still_a_hint(hints) for number, hints in left.items() if hints}
            if errors:
                self.add_error("body", StreamBlockValidationError(block_errors=errors))
        return cleaned

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """What the open page must send from now on: the address that was found, once it has been saved by itself."""
        return [*super().get_field_updates_for_resave(), ("slug", self.instance.slug)]


def still_a_hint(hints: list[str]) -> ValidationError:
    message = _("“%(hint)s” is a hint: write your own text in its place, or take this block out.")
    return ValidationError(message % {"hint": hints[0]})


class SpaceSheetForm(CheckedReferencesForm):
    """The sheet of a space."""
