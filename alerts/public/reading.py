"""What citizens read of alerts: which are in force, by which word, whose they are, what came before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from civitac.core.cache import good_until, remembered
from spaces.enums import TextLanguage
from spaces.models import Space
from territories.models import Territory

from ..enums import AlertState, MessageType, Severity
from ..models import Alert, AlertKind, AlertText, AuthorityLabel

GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}
# So grave that every page says it, whether or not lives hang on it by its kind.
GRAVE = (Severity.SEVERE, Severity.EXTREME)
MOST_PLACES_NAMED = 3
# An alert, what it follows and what follows it, however far: `UNION` makes each row once, so that it ends.
CHAIN = """
WITH RECURSIVE chain (id, follows_id) AS (
    SELECT id, follows_id FROM alerts_alert WHERE id = %s
    UNION
    SELECT a.id, a.follows_id FROM alerts_alert a JOIN chain ON a.follows_id = chain.id OR a.id = chain.follows_id
)
SELECT id FROM chain
"""

Words = dict[tuple[int | None, bool, str], str]


@dataclass(frozen=True)
class PublicAlert:
    """An alert with what its row alone does not say to a reader."""

    alert: Alert
    word: str  # by which its authority calls it
    in_force: bool = False

    @property
    def title(self) -> str:
        return self.alert.headline

    @property
    def url(self) -> str:
        return self.alert.get_absolute_url()

    @property
    def cap_urls(self) -> list[str]:
        """Its messages for machines, the latest first: a cancelled one has been withdrawn by a second."""
        names = ["alerts:cap_withdrawal", "alerts:cap"] if self.is_cancelled else ["alerts:cap"]
        return [reverse(name, args=[self.alert.pk]) for name in names]

    @property
    def is_grave(self) -> bool:
        """Whether every page of the site says it while it is in force."""
        return self.alert.kind.life_safety or self.alert.severity in GRAVE

    @property
    def is_end(self) -> bool:
        return self.alert.message_type == MessageType.CANCEL

    @property
    def is_cancelled(self) -> bool:
        return self.alert.state == AlertState.CANCELLED

    @property
    def space(self) -> Space | None:
        """Whose it is; None for the animation team."""
        return getattr(self.alert.collection, "space", None)

    @property
    def issuer_page(self) -> Page | None:
        """The page of its space, where it is on line."""
        return self.space.page if self.space and self.space.page.live else None

    @property
    def issuer(self) -> str:
        if self.space:
            return self.space.page.title
        return _("The team of %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    @cached_property
    def texts(self) -> list[AlertText]:
        """What left, the French text first."""
        return sorted(self.alert.texts.all(), key=lambda each: (each.language != TextLanguage.FRENCH, each.pk))

    @property
    def text(self) -> str:
        """What left in French, or in the first language there is."""
        return self.texts[0].text if self.texts else ""

    @cached_property
    def places(self) -> list[Territory]:
        return sorted(self.alert.territories.all(), key=lambda place: place.slug)

    @property
    def places_named(self) -> str:
        """The places in a few words, empty where the alert names none."""
        names = [place.name for place in self.places]
        if (more := len(names) - MOST_PLACES_NAMED) > 0:
            names[MOST_PLACES_NAMED:] = [_("and %(number)d more") % {"number": more}]
        return ", ".join(names)


@remembered
def words() -> Words:
    """(collection or None for every other authority, whether lives may depend on it, severity) → word."""
    rows = AuthorityLabel.objects.values_list("collection_id", "life_safety", "severity", "label")
    return {tuple(row[:3]): row[3] for row in rows}


def word_for(alert: Alert, known: Words) -> str:
    """What its authority calls it: only some may say “Alerte”, so that nobody says it without a row that allows it."""
    if alert.state == AlertState.CANCELLED:
        return alert.get_state_display()
    if alert.message_type == MessageType.CANCEL:
        return alert.get_message_type_display() if alert.kind.life_safety else _("Withdrawn")
    weight = (alert.kind.life_safety, alert.severity)
    own = known.get((alert.collection_id, *weight)) or known.get((None, *weight))
    return own or (_("Important message") if alert.kind.life_safety else _("Notice"))


@remembered
def kinds() -> dict[str, AlertKind]:
    """The kinds of message by the names that addresses use."""
    return {slugify(kind.name): kind for kind in AlertKind.objects.all()}


@remembered
def standing() -> list[Alert]:
    """What is in force when a generation begins; nothing joins it later, the clock only takes away."""
    return list(Alert.objects.in_force(timezone.now()).for_lists().prefetch_related("territories"))


def in_force(request: HttpRequest) -> list[PublicAlert]:
    """What is in force now, the gravest first, then the latest. No query once the process knows this generation.

    Whoever shows these on a page that is kept says until when they are good (`shown`).
    """
    now, known = timezone.now(), words(request)
    found = [
        PublicAlert(each, word_for(each, known), in_force=True) for each in standing(request) if each.expires_at > now
    ]
    return sorted(
        found, key=lambda each: (each.is_grave, GRAVITY[each.alert.severity], each.alert.started_at), reverse=True
    )


def grave(request: HttpRequest) -> list[PublicAlert]:
    """What every page says: the alerts in force on which lives may depend, and the severe ones.

    Notices (a council session, a water cut) are on the page of their space, on the home page and in the list of alerts.
    """
    return shown(request, [each for each in in_force(request) if each.is_grave])


def shown(request: HttpRequest, alerts: Iterable[PublicAlert]) -> list[PublicAlert]:
    """The alerts, once the page that shows them is known to be drawn again when the first of them expires."""
    listed = list(alerts)
    for each in listed:
        if each.in_force:
            good_until(request, each.alert.expires_at)
    return listed


def told(request: HttpRequest, alerts: Iterable[Alert]) -> list[PublicAlert]:
    """Rows of a list, each with its word and whether it is in force."""
    known, current = words(request), {each.alert.pk for each in in_force(request)}
    return shown(request, [PublicAlert(each, word_for(each, known), each.pk in current) for each in alerts])


def chain_of(alert: Alert) -> QuerySet[Alert]:
    """The alert, what it follows and what follows it, the first message first; only what citizens may read."""
    return Alert.objects.public().filter(pk__in=RawSQL(CHAIN, [alert.pk])).order_by("started_at", "pk")
