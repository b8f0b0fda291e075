"""What a message must be before it is submitted, and again before it is approved."""

from __future__ import annotations

import datetime
import re

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from civitac.core.sms.segments import measure
from spaces.enums import TextLanguage

from . import authority
from .costs import Estimate
from .enums import FROZEN, MessageType
from .models import LONGEST_TEXT, Alert, AlertKind, AlertTemplate, SmsSettings
from .owners import is_closed
from .sending import hours
from .text.spelling import plain, without_dear_accents

# Something in braces that was to be filled in, known or not.
BLANK = re.compile(r"\{[^{}]*\}")
# One that nothing closes or opens, with what it touches.
BRACE = re.compile(r"\S{0,20}[{}]\S{0,20}")
# How long the same text for the same people is taken for a mistake.
REPEATED_WITHIN = datetime.timedelta(hours=12)
# What someone in a hurry writes in a blank: a place, an hour, a road.
LONGEST_FILLING = 60
# A text with more blanks was not agreed on; and each multiplies the ways in which it may have been filled in.
MOST_BLANKS = 4


def problems(alert: Alert, estimate: Estimate) -> list[str]:
    """What keeps an alert from leaving, in words for whoever composes it; empty when nothing does."""
    return [
        *problems_of_owner(alert),
        *problems_of_authority(alert),
        *problems_of_texts(alert.texts_by_language()),
        *problems_of_dates(alert),
        *problems_of_groups(alert),
        *problems_of_people(estimate),
    ]


def problems_of_owner(alert: Alert) -> list[str]:
    return [_("This space is closed: nothing leaves in its name.")] if is_closed(alert.collection) else []


def problems_of_authority(alert: Alert) -> list[str]:
    """What its owner is not the one to say, or not so gravely; that it is over, whoever said it says."""
    if alert.message_type == MessageType.CANCEL:
        return []
    if not authority.may_use(alert.collection, alert.kind):
        return [not_theirs(alert.kind)]
    if alert.severity not in authority.severities_for(alert.collection, alert.kind):
        return [too_grave()]
    return []


def not_theirs(kind: AlertKind) -> str:
    return _("“%(kind)s” is said by the authorities: choose another kind, or ask the animation team.") % {"kind": kind}


def too_grave() -> str:
    return _("This severity is for the authorities to declare: choose a milder one, or ask the animation team.")


def problems_of_texts(texts: dict[str, str]) -> list[str]:
    found = []
    if not texts.get(TextLanguage.FRENCH.value, "").strip():
        found.append(_("The French text is missing: people whose language has no text of its own receive it."))
    for language, text in texts.items():
        name = TextLanguage(language).label
        if not measure(text.strip()).segments:
            found.append(_("%(language)s: the text is empty.") % {"language": name})
        if len(text) > LONGEST_TEXT:
            found.append(
                _("%(language)s: the text has %(number)d signs; %(most)d is the most that a telephone receives.")
                % {"language": name, "number": len(text), "most": LONGEST_TEXT}
            )
        if blanks := sorted(set(BLANK.findall(text))):
            found.append(
                _("%(language)s: fill in %(blanks)s before submitting.")
                % {"language": name, "blanks": ", ".join(blanks)}
            )
        if alone := BRACE.search(BLANK.sub("", text)):
            found.append(lone_brace(name, alone[0]))
    return found


def lone_brace(language: str, found: str) -> str:
    return _("%(language)s: a brace is not closed or not opened (“%(found)s”): write out what it stands for.") % {
        "language": language,
        "found": found,
    }


def problems_of_dates(alert: Alert) -> list[str]:
    now = timezone.now()
    if alert.expires_at <= now:
        return [_("It is no longer in force: choose a later end.")]
    leaves = max(now, alert.send_at or now)
    if alert.expires_at <= leaves:
        return [_("It would end before it leaves: choose a later end, or an earlier hour to leave.")]
    wakes = leaves if alert.kind.life_safety else hours.end_of_quiet(leaves, SmsSettings.load())
    if alert.expires_at <= wakes:
        said = {"moment": date_format(timezone.localtime(wakes), "d/m/Y H:i")}
        return [
            _("Notices are silent until %(moment)s: this one would end before it leaves. Choose a later end.") % said
        ]
    return []


def problems_of_groups(alert: Alert) -> list[str]:
    """People agreed to the messages of one sender, and of nobody else: those of a space are not the country's either."""
    others = sorted(group.name for group in alert.groups.all() if group.collection_id != alert.collection_id)
    if not others:
        return []
    return [
        _("These groups agreed to the messages of another sender: %(groups)s. Choose your own.")
        % {"groups": ", ".join(others)}
    ]


def problems_of_people(estimate: Estimate) -> list[str]:
    if not estimate.recipients:
        return [_("Nobody would receive it: choose at least one group that has subscribers.")]
    return []


def sent_already(alert: Alert) -> Alert | None:
    """The latest approved alert with one of these texts for one of these groups, not long ago; None when there is none."""
    same = Q(texts__text__in=alert.texts_by_language().values()) & Q(groups__in=[g.pk for g in alert.groups.all()])
    recent = Q(state__in=FROZEN, decided_at__gte=timezone.now() - REPEATED_WITHIN)
    return Alert.objects.filter(same & recent).exclude(pk=alert.pk).order_by("-decided_at").first()


def needs_one_signature(alert: Alert) -> bool:
    """Whether a template that was agreed on beforehand speaks here, with nothing but its blanks filled in.

    Only where lives may depend on it. The template is the other pair of eyes: its kind, severity and name stand as they
    are, every text is one of its own, and nothing is added on the site.
    """
    template = alert.template
    if template is None or not template.single_signature or not alert.kind.life_safety:
        return False
    return (
        (alert.kind_id, alert.severity, alert.headline) == (template.kind_id, template.severity, template.name)
        and not alert.details
        and not alert.instruction
        and only_blanks_filled(alert, template)
    )


def only_blanks_filled(alert: Alert, template: AlertTemplate) -> bool:
    agreed = {row.language: row.text for row in template.texts.all()}
    return all(
        language in agreed and filled(spelt(agreed[language]), spelt(text))
        for language, text in alert.texts_by_language().items()
    )


def spelt(text: str) -> str:
    """What two spellings of one text have in common: the cheaper one may have been accepted."""
    return without_dear_accents(plain(text)).strip()


def filled(template: str, text: str) -> bool:
    """Whether `text` is `template` with a few words on one line in the place of each blank, alike where it is repeated."""
    if len(set(BLANK.findall(template))) > MOST_BLANKS:
        return False
    pattern, known, position = "", {}, 0
    for blank in BLANK.finditer(template):
        pattern += re.escape(template[position : blank.start()])
        if blank[0] in known:
            pattern += rf"\{known[blank[0]]}"
        else:
            known[blank[0]] = len(known) + 1
            pattern += rf"([^\n{{}}]{{1,{LONGEST_FILLING}}})"
        position = blank.end()
    pattern += re.escape(template[position:])
    return re.fullmatch(pattern, text) is not None
