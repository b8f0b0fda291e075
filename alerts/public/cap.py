"""An alert in the Common Alerting Protocol, version 1.2 (OASIS, 1 July 2010), for relays, sirens and weather services.

A message that was published does not change: its identifier, sender and hour are made of what stays the same. One that its
issuer cancels is withdrawn by a second message, which refers to the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from civitac.core.structured_data import absolute
from civitac.core.text import without_controls
from spaces.enums import TextLanguage
from territories.enums import Level
from territories.models import Territory

from ..enums import AlertState, MessageType
from ..models import Alert, AlertText
from ..querysets import AlertQuerySet
from .reading import GRAVE, PublicAlert, chain_of, told

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
CONTENT_TYPE = "application/cap+xml"
# By which list of codes an area is named: OCHA's, or our own for units that have no code there.
OFFICIAL, OURS = "P-code", "Civitac"
# By which the identifier of a withdrawal differs from that of what it withdraws.
WITHDRAWN = "-annulation"


def document(request: HttpRequest, alert_id: int) -> HttpResponse:
    """What was said when the first text left."""
    (read,) = told(request, [get_object_or_404(whole(), pk=alert_id)])
    found = read.alert
    earlier = chain_of(found).filter(started_at__lt=found.started_at).only("started_at") if found.follows_id else ()
    return answer(message(read, earlier, areas(read)))


def withdrawal(request: HttpRequest, alert_id: int) -> HttpResponse:
    """What was said when its issuer cancelled it."""
    (read,) = told(request, [get_object_or_404(whole(), pk=alert_id, state=AlertState.CANCELLED)])
    return answer(message(read, [read.alert], areas(read), withdraws=True))


def whole() -> AlertQuerySet:
    rows = Alert.objects.public().select_related("kind", "collection__space__page", "collection__space__territory")
    return rows.prefetch_related("texts", "territories")


def answer(root: ElementTree.Element) -> HttpResponse:
    return HttpResponse(written(root), content_type=CONTENT_TYPE)


def written(root: ElementTree.Element) -> bytes:
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True, default_namespace=NAMESPACE)


def message(
    read: PublicAlert, earlier: Iterable[Alert], places: Iterable[Territory], *, withdraws: bool = False
) -> ElementTree.Element:
    """The whole message. `earlier`: what it follows, the first message first; `withdraws`: that itself is cancelled."""
    alert = read.alert
    sent = max(alert.started_at, alert.finished_at or alert.started_at) if withdraws else alert.started_at
    references = " ".join(f"{sender()},{identifier(each)},{moment(each.started_at)}" for each in earlier)
    root = ElementTree.Element(named("alert"))
    add(root, "identifier", identifier(alert) + WITHDRAWN * withdraws)
    add(root, "sender", sender())
    add(root, "sent", moment(sent))
    # Nobody is to act on what a demonstration invents.
    add(root, "status", "Test" if settings.DEMONSTRATION else "Actual")
    # An update without a reference says nothing (section 3.2.1): to its readers it is the first message.
    kind = MessageType.CANCEL.value if withdraws else alert.message_type
    add(root, "msgType", kind if references else MessageType.ALERT.value)
    add(root, "scope", "Public")
    if settings.DEMONSTRATION:
        add(root, "note", _("Demonstration: nothing of this has happened."))
    add(root, "references", references)
    for text in read.texts:
        root.append(info(read, text, places, sent, withdraws))
    return root


def info(
    read: PublicAlert, text: AlertText, places: Iterable[Territory], sent: datetime, withdraws: bool
) -> ElementTree.Element:
    """What is said in one language. Headline, instruction and details are written in French only."""
    alert, is_french = read.alert, text.language == TextLanguage.FRENCH
    part = ElementTree.Element(named("info"))
    add(part, "language", f"{text.language}-BF")
    add(part, "category", alert.kind.category)
    add(part, "event", alert.kind.name)
    if read.is_end:
        add(part, "responseType", "AllClear")
    add(part, "urgency", "Past" if withdraws else urgency(read))
    add(part, "severity", alert.severity)
    add(part, "certainty", certainty(read))
    add(part, "effective", moment(sent))
    add(part, "expires", moment(max(alert.expires_at, sent)))
    add(part, "senderName", read.issuer)
    if is_french:
        add(part, "headline", alert.headline)
    add(part, "description", "\n\n".join(filter(None, [text.text, alert.details if is_french else ""])))
    if is_french:
        add(part, "instruction", alert.instruction)
    add(part, "web", absolute(read.url))
    for place in places:
        area = ElementTree.SubElement(part, named("area"))
        add(area, "areaDesc", place.name)
        code = ElementTree.SubElement(area, named("geocode"))
        add(code, "valueName", OFFICIAL if place.has_official_code else OURS)
        add(code, "value", place.code)
    return part


def urgency(read: PublicAlert) -> str:
    """How soon one should act; the form does not ask, so that it follows from what is asked: lives, and how grave it is."""
    if read.is_end:
        return "Past"
    if not read.alert.kind.life_safety:
        return "Future"
    return "Immediate" if read.alert.severity in GRAVE else "Expected"


def certainty(read: PublicAlert) -> str:
    """Whoever approves an alert holds it for likelier than not, which is what CAP calls “Likely”; an end was observed."""
    return "Observed" if read.is_end else "Likely"


def areas(read: PublicAlert) -> list[Territory]:
    """The places it names; else the place of its space; else the whole country."""
    if read.places:
        return read.places
    if read.space and read.space.territory:
        return [read.space.territory]
    return list(Territory.objects.current().filter(level=Level.COUNTRY))


def identifier(alert: Alert) -> str:
    return f"{sender()}-alerte-{alert.pk}"


def sender() -> str:
    """The site's own name, which no other sender has. The issuer's is `senderName`."""
    return urlsplit(settings.SITE_URL).hostname or "civitac"


def moment(at: datetime) -> str:
    """Section 3.2.1: no fraction of a second, and “-00:00” for UTC; the letter Z is not allowed."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}-00:00"


def named(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def add(parent: ElementTree.Element, name: str, text: str) -> None:
    """An element with this text; none for an empty text."""
    if text:
        ElementTree.SubElement(parent, named(name)).text = without_controls(text)
