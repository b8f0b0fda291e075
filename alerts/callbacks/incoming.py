"""Text messages that people send us: the few words that act, and everything else for someone to answer."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from civitac.core.text import fold
from territories.models import Territory

from .. import consent
from ..enums import REACHED, Channel
from ..models import Alert, Callback, Delivery, DiffusionGroup, IncomingText, Subscriber
from .communes import meant, open_groups
from .forms import decoded, field, number_of
from .keywords import YES, Command, Word, language_called, understand

# A machine that answers our answers is answered only so often.
ANSWERS, WITHIN = 5, timedelta(hours=1)
JOINING = (Word.JOIN, Word.CHOICE)
# A gateway without a clock says the year 1, or 1970.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# How long a question of ours can be answered by yes or a number.
ASKED = timedelta(days=1)
# How long a text is taken for an answer to the last message.
SPOKEN_OF = timedelta(days=7)


def take(row: Callback) -> str:
    """Keep the text once, do what it asks for; answers what is to be noted beside the callback."""
    number = number_of(field(row.body, "from"))
    sender = number or decoded(field(row.body, "from"))[:16]
    text = decoded(field(row.body, "text"))
    # A gateway that repeats itself without naming the message repeats it word for word.
    reference = decoded(field(row.body, "id"))[:80] or hashlib.sha256(row.body.encode()).hexdigest()
    received, made = IncomingText.objects.get_or_create(
        reference=reference,
        defaults={
            "number": sender,
            "text": text[:1000],
            "received_at": moment_of(field(row.body, "date")) or row.received_at,
            "about": heard_last(number, row.received_at) if number else None,
        },
    )
    if not made:
        return "came before"
    command = (understand(text) or name_alone(received)) if number else None
    if command is None:
        return ""
    if command.word in JOINING and has_stopped_since(number, row.received_at):
        received.for_operators = False
        received.save(update_fields=["for_operators"])
        return "said STOP since"
    with translation.override(settings.LANGUAGE_CODE):
        act = partial(stop, said_at=row.received_at) if command.word == Word.STOP else ACTS[command.word]
        answer = act(received, command)
    if answer is None:
        return ""
    # A sentence that says STOP is obeyed, and says something else besides.
    received.for_operators = command.word == Word.STOP and bool(command.rest)
    if answer and not answered_enough(number):
        received.answer = answer
        transaction.on_commit(lambda: async_task("alerts.callbacks.tasks.send_answers"))
    received.save(update_fields=["for_operators", "answer"])
    return ""


def heard_last(number: str, at: datetime) -> Alert | None:
    """The latest message that this number had received, or may have, and that it may be answering."""
    last = heard(number, at).order_by("-claimed_at", "-pk").select_related("alert").first()
    return last and last.alert


def heard_others(received: IncomingText) -> bool:
    """Whether its number had messages of other senders too, one of which it may be answering.

    Its date is the gateway's, whose clock may be behind: what it is about had been received.
    """
    if received.about is None:
        return False
    about = received.about.deliveries.filter(subscriber__number=received.number, claimed_at__isnull=False)
    at = max([received.received_at, *about.values_list("claimed_at", flat=True)])
    return heard(received.number, at).exclude(alert__collection=received.about.collection_id).exists()


def heard(number: str, at: datetime) -> QuerySet[Delivery]:
    lately = (at - SPOKEN_OF, at)
    return Delivery.objects.filter(subscriber__number=number, state__in=REACHED, claimed_at__range=lately)


def says_stop(body: str) -> bool:
    """Whether this text says that its sender wants nothing more."""
    command = understand(decoded(field(body, "text")))
    return command is not None and command.word == Word.STOP and bool(number_of(field(body, "from")))


def has_stopped_since(number: str, at: datetime) -> bool:
    """Whether someone who asked for messages has said since that they want none, which is heard before anything else."""
    return Subscriber.objects.filter(number=number, stopped_at__gt=at).exists()


def moment_of(value: str) -> datetime | None:
    """When it was sent: `2026-11-24T10:00:00Z` or `2026-11-24 10:00:00` (UTC); None for what cannot be."""
    try:
        moment = parse_datetime(decoded(value))
    except ValueError:
        return None
    if moment and timezone.is_naive(moment):
        moment = moment.replace(tzinfo=UTC)
    return moment if moment and EARLIEST <= moment <= timezone.now() else None


def answered_enough(number: str) -> bool:
    lately = Q(answered_at=None) | Q(answered_at__gte=timezone.now() - WITHIN)
    answered = IncomingText.objects.filter(lately, number=number, for_operators=False).exclude(answer="")
    return answered.count() >= ANSWERS


def stop(received: IncomingText, _command: Command, said_at: datetime) -> str:
    """`said_at` by our own clock: that of a gateway may be wrong, and nobody's STOP is older than it is."""
    news = consent.stop(received.number, channel=Channel.KEYWORD, source=received.reference, said_at=said_at)
    if not news:
        return ""
    return _("You will receive no more messages. To come back, send INSCRIRE and the name of your commune.")


def join(received: IncomingText, command: Command) -> str:
    if not command.rest:
        return _("Send INSCRIRE and the name of your commune, for example INSCRIRE KAYA.")
    found, certain = meant(command.rest)
    if is_one(found, certain):
        return join_commune(received, found[0])
    if not found:
        return _("We know no commune of this name. Send INSCRIRE and the name of your commune.")
    if len(found) == 1:
        return _("Do you mean %(commune)s. Answer OUI.") % {"commune": placed(found[0])}
    choices = ", ".join(f"{rank} {placed(each)}" for rank, each in enumerate(found, 1))
    return _("Which commune. Answer by its number. %(choices)s.") % {"choices": choices}


def is_one(found: list[Territory], certain: bool) -> bool:
    return certain and len(found) == 1


def placed(commune: Territory) -> str:
    return f"{commune.name} ({commune.parent.name})" if commune.parent else commune.name


def join_commune(received: IncomingText, commune: Territory) -> str:
    groups = open_groups(commune)
    if not groups:
        return _("%(commune)s has no list of messages yet.") % {"commune": commune.name}
    joined = consent.join(
        received.number, groups, channel=Channel.KEYWORD, wording=received.text, source=received.reference
    )
    names = named(joined or groups)
    if not joined:
        return _("You already receive the messages of %(groups)s. To stop, send ARRET.") % {"groups": names}
    return _("You will receive the messages of %(groups)s. To stop, send ARRET.") % {"groups": names}


def named(groups: list[DiffusionGroup]) -> str:
    return ", ".join(group.name for group in groups[:3])


def join_asked_before(received: IncomingText) -> Command | None:
    """What this number last wrote, if it was to join and not long ago."""
    lately = IncomingText.objects.filter(number=received.number, received_at__gte=timezone.now() - ASKED)
    last = lately.exclude(pk=received.pk).order_by("-pk").first()
    former = understand(last.text) if last else None
    return former if former and former.word is Word.JOIN else None


def name_alone(received: IncomingText) -> Command | None:
    """A name without a keyword, from someone whom we have just asked for the name of a commune."""
    former = join_asked_before(received)
    if former is None or is_one(*meant(former.rest)):
        return None
    name = fold(received.text)
    return Command(Word.JOIN, name) if meant(name)[1] else None


def choose(received: IncomingText, command: Command) -> str | None:
    """The answer to our latest question to this number; None when there was none, and a person reads it."""
    former = join_asked_before(received)
    if former is None:
        return None
    found, certain = meant(former.rest)
    if is_one(found, certain):
        return ""
    place = 1 if command.rest in YES and len(found) == 1 else int(command.rest) if command.rest.isdecimal() else 0
    if not 1 <= place <= len(found):
        return None
    return join_commune(received, found[place - 1])


def change_language(received: IncomingText, command: Command) -> str:
    language = language_called(command.rest)
    if language is None:
        return _("Send LANGUE and one of FRANCAIS, MOORE, DIOULA, FULFULDE, GULMANCEMA.")
    if not Subscriber.objects.filter(number=received.number, stopped_at=None).exists():
        return _("Send first INSCRIRE and the name of your commune.")
    consent.speak(received.number, language, channel=Channel.KEYWORD, source=received.reference)
    return _("Your messages come in %(language)s where they have been written in it.") % {
        "language": str(language.label).lower()
    }


def explain(_received: IncomingText, _command: Command) -> str:
    return _(
        "INSCRIRE and your commune to receive its messages, LANGUE and a language to choose it, ARRET to receive no more."
    )


ACTS = {
    Word.JOIN: join,
    Word.HELP: explain,
    Word.LANGUAGE: change_language,
    Word.CHOICE: choose,
}
