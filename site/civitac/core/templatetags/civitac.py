"""What templates need to write French well and to show pictures lightly. Loaded in every template."""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_AP
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..pictograms import PICTOGRAMS

register = template.Library()

MIME = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png"}
# The best first; the last one made is the fallback that every phone reads.
PREFERENCE = ("avif", "webp", "jpeg", "png")
# From this width on a screen is not a phone's, and a photo may be wider than 480 px.
WIDE_SCREEN = "(min-width:48em)"
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


@register.simple_tag
def is_demonstration() -> bool:
    """Also on pages that are written without a request, such as those of errors."""
    return settings.DEMONSTRATION


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that a narrow column cuts after the sign @ before anywhere else."""
    return format_html_join(SafeString("@<wbr>"), "{}", ((part,) for part in address.split("@")))


@register.filter
def shortened(text: str, most: int) -> str:
    """The first words of a text, as many as `most`. Django's own filter takes no-break spaces for spaces that may break."""
    words = text.split(" ")
    return text if len(words) <= most else f"{' '.join(words[:most])} …"


@register.simple_tag
def picto(name: str) -> SafeString:
    """A pictogram beside a word that says the same; unknown names draw nothing."""
    drawing = PICTOGRAMS.get(name, "")
    return SafeString(f'<svg class="picto" viewBox="0 0 48 48" aria-hidden="true">{drawing}</svg>' if drawing else "")


@register.simple_tag
def photo(image: object, size: str = "photo", *, wide: str = "", alt: str | None = None, css: str = "") -> SafeString:
    """A picture in its lightest forms, from the sources kept on its row: no query, nothing made while a reader waits.

    `size` and `wide` (what wide screens get instead, where it exists) are sizes of `media_library.services`. It comes
    after the text and its style, at the top of a page too. Nothing is written when the picture has no sources yet.
    """
    sources = getattr(image, "sources", None) or {}
    made = sources.get(size)
    if not made:
        return SafeString("")
    lines = []
    if wide in sources:
        lines += [(WIDE_SCREEN, *each) for each in ordered(sources[wide])]
    forms = ordered(made)
    lines += [("", *each) for each in forms[:-1]]
    tags = format_html_join(
        "",
        '<source type="{}"{} srcset="{}">',
        (
            (MIME[kind], format_html(' media="{}"', media) if media else "", details[0])
            for media, kind, details in lines
        ),
    )
    url, width, height = forms[-1][1]
    text = getattr(image, "contextual_alt_text", None) if alt is None else alt
    if text is None:
        text = "" if getattr(image, "decorative", False) else image.description
    return format_html(
        '<picture{}>{}<img src="{}" width="{}" height="{}" alt="{}" '
        'loading="lazy" fetchpriority="low" decoding="async"></picture>',
        format_html(' class="{}"', css) if css else "",
        tags,
        url,
        width,
        height,
        text,
    )


def ordered(made: dict[str, list]) -> list[tuple[str, list]]:
    return [(kind, made[kind]) for kind in PREFERENCE if kind in made]


@register.simple_tag
def share_image_url(image: object) -> str:
    """The address of the picture shown when a page is shared, or nothing."""
    sources = getattr(image, "sources", None) or {}
    made = sources.get("share") or {}
    return made["jpeg"][0] if "jpeg" in made else ""


@register.filter
def french_date(value: datetime.date | datetime.datetime | None) -> str:
    """ "1er novembre 2026", and nothing for nothing."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NO_BREAK_SPACE}{MONTHS[value.month]} {value.year}"


@register.filter
def short_date(value: datetime.date | datetime.datetime | None) -> str:
    """ "1er nov. 2026"."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NO_BREAK_SPACE}{MONTHS_AP[value.month].lower()} {value.year}"


@register.filter
def machine_date(value: datetime.date | datetime.datetime | None) -> str:
    """The day as the `datetime` of a `<time>` names it: "2026-11-01", in the country."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value.isoformat()


@register.filter
def machine_moment(value: datetime.datetime) -> str:
    """The minute as the `datetime` of a `<time>` names it: "2026-11-01T16:30+00:00", at the hour of the country."""
    return timezone.localtime(value).isoformat(timespec="minutes")


@register.filter
def french_moment(value: datetime.datetime) -> str:
    """ "1er novembre 2026 à 16 h 30", "… à 16 h", at the hour of the country."""
    value = timezone.localtime(value)
    minutes = f"{NO_BREAK_SPACE}{value:%M}" if value.minute else ""
    return _("%(day)s at %(hour)s") % {
        "day": french_date(value),
        "hour": f"{value.hour}{NO_BREAK_SPACE}h{minutes}",
    }


@register.filter
def french_number(value: object) -> str:
    """ "−1 234,5": narrow no-break spaces between thousands, a comma, no useless zero; other things unchanged."""
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return "" if value is None else str(value)
    if not number.is_finite():
        return str(value)
    return french_signs(f"{number.normalize():,f}")


def french_signs(text: str) -> str:
    """A number that Python wrote ("-1,234.50") with the signs of French readers."""
    return text.replace(",", NARROW_SPACE).replace(".", ",").replace("-", MINUS)


@register.filter
def weight(size: int | None) -> str:
    """A file's weight as a reader pays for it: "480 ko", "1,2 Mo"."""
    if not size:
        return ""
    if size < 1_000_000:
        number, unit = str(max(1, round(size / 1000))), _("kB")
    else:
        number, unit = french_number(round(Decimal(size) / 1_000_000, 1)), _("MB")
    return f"{number}{NO_BREAK_SPACE}{unit}"


@register.filter
def duration(seconds: float | None) -> str:
    """ "54 min", "1 h 05", "40 s"."""
    whole = round(seconds or 0)
    if not whole:
        return ""
    if whole < 60:
        return f"{whole}{NO_BREAK_SPACE}s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes}{NO_BREAK_SPACE}min"
    return f"{minutes // 60}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{minutes % 60:02d}"


@register.filter
def at(mapping: dict, key: object) -> object:
    """What a mapping holds at a key, or None."""
    return mapping.get(key)
