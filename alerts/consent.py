"""Who receives which messages: the only place where memberships are made and deleted.

Each act appends its entries to the journal of consent in the same transaction. Leaving is effective at once: what waits
for someone who has left is no longer sent, and the claim of deliveries asks again.

A number that said STOP comes back by an act of its own only (`OWN_ACTS`), never by a list or by someone at a desk; one
that left a group, never by a list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from spaces.enums import TextLanguage

from .enums import Act, Channel, DeliveryState, ListState, Suppressed
from .models import Consent, Delivery, DiffusionGroup, ListImport, Membership, Subscriber
from .setwise import insert_from

OWN_ACTS = (Channel.WEB, Channel.ACCOUNT, Channel.KEYWORD)
# How many numbers of a list are looked at in one statement.
BATCH = 2000


class StoppedError(Exception):
    """This number wants no message at all; only the person behind it can change that."""


@dataclass(frozen=True)
class Joined:
    """What came of a list, in numbers of people."""

    new: int = 0
    already: int = 0
    gone: int = 0

    def __add__(self, other: Joined) -> Joined:
        return Joined(self.new + other.new, self.already + other.already, self.gone + other.gone)


class Gone(NamedTuple):
    """That someone left, and when; from every group when they said STOP."""

    act: Act
    at: datetime


@dataclass(frozen=True)
class Standing:
    """How some numbers stand to a group: those in it, and those that left it and that no list brings back."""

    members: set[str]
    gone: dict[str, Gone]


def join(
    number: str,
    groups: Iterable[DiffusionGroup],
    *,
    language: str = "",
    channel: Channel,
    wording: str = "",
    source: str = "",
    by: AbstractBaseUser | None = None,
) -> list[DiffusionGroup]:
    """Add a number (E.164) to groups, and say which ones are new to it.

    Whoever a list or a desk had added, and who now agrees by an act of their own, has that written too; so has whoever
    only lists had added, and who now asks at the desk.

    The language, when one is given, is that of a number that is in no group yet. Who receives messages keeps theirs until
    they ask for another (`speak`): it is that of everybody's messages to them. Raises StoppedError.
    """
    groups = unique(groups)
    with transaction.atomic():
        subscriber = held(number, language)
        if subscriber.stopped_at and channel not in OWN_ACTS:
            raise StoppedError
        former = set(subscriber.memberships.values_list("group_id", flat=True))
        kept = subscriber.language if former else language or subscriber.language
        if subscriber.stopped_at or kept != subscriber.language:
            subscriber.stopped_at, subscriber.language = None, kept
            subscriber.save(update_fields=["stopped_at", "language"])
        new = [group for group in groups if group.pk not in former]
        Membership.objects.bulk_create([Membership(group=group, subscriber=subscriber) for group in new])
        already = [group for group in groups if group.pk in former]
        record(
            Act.JOINED,
            number,
            new + unproven(number, already, channel),
            channel=channel,
            wording=wording,
            source=source,
            by=by,
        )
    return new


def unproven(number: str, groups: Collection[DiffusionGroup], channel: Channel) -> list[DiffusionGroup]:
    """Those of its groups of which the journal holds no proof as good as this channel's: an act of its own, or a desk's."""
    as_good = OWN_ACTS if channel in OWN_ACTS else (*OWN_ACTS, channel)
    joined = Consent.objects.filter(number=number, act=Act.JOINED, group__in=groups).order_by("pk")
    latest = dict(joined.values_list("group_id", "channel")) if groups else {}
    return [group for group in groups if latest.get(group.pk) not in as_good]


def join_many(
    languages: Mapping[str, str],
    group: DiffusionGroup,
    *,
    channel: Channel,
    source: str,
    by: AbstractBaseUser | None = None,
    of_list: ListImport | None = None,
) -> Joined:
    """Add the numbers of a list to a group, all of them or none: number (E.164) → language, "" where the list says none.

    Those who said STOP or left the group are counted and left alone. People already known keep their language. Whoever
    only lists have brought is written to stand in this one too: it may be the other that is undone.
    """
    joined = Joined()
    how = {"act": Act.JOINED, "group_id": group.pk, "group_name": group.name, "channel": channel, "source": source}
    keys = {column: row.pk for column, row in (("by_id", by), ("of_list_id", of_list)) if row}
    written = {column: Value(what) for column, what in (how | keys).items()}
    with transaction.atomic():
        # Every list takes its numbers in the same order, so that two of them never wait for each other.
        ordered = sorted(languages)
        for start in range(0, len(ordered), BATCH):
            numbers = ordered[start : start + BATCH]
            Subscriber.objects.bulk_create(
                [Subscriber(number=each, language=languages[each] or TextLanguage.FRENCH) for each in numbers],
                ignore_conflicts=True,
            )
            known = list(
                Subscriber.objects.select_for_update()
                .filter(number__in=numbers)
                .order_by("number")
                .values_list("pk", "number")
            )
            standing = standing_of(numbers, group)
            new = [key for key, each in known if each not in standing.members and each not in standing.gone]
            listed = brought_by_lists(standing.members, group)
            again = [key for key, each in known if each in listed]
            if new:
                people = Subscriber.objects.filter(pk__in=new).order_by("pk")
                insert_from(people, Membership, {"group_id": Value(group.pk), "subscriber_id": F("pk")})
            if new or again:
                people = Subscriber.objects.filter(pk__in=new + again).order_by("pk")
                insert_from(people, Consent, {"number": F("number"), **written})
            joined += Joined(len(new), len(standing.members), len(standing.gone))
    return joined


def brought_by_lists(numbers: Collection[str], group: DiffusionGroup) -> set[str]:
    """Those of these members of whom the journal says last that a list made them join."""
    joined = Consent.objects.filter(number__in=numbers, act=Act.JOINED, group=group).order_by("pk")
    latest = dict(joined.values_list("number", "channel")) if numbers else {}
    return {number for number, channel in latest.items() if channel == Channel.IMPORT}


def standing_of(numbers: Collection[str], group: DiffusionGroup) -> Standing:
    """How a batch of numbers (E.164) stands to a group, which a list respects."""
    stopped = Subscriber.objects.filter(number__in=numbers, stopped_at__isnull=False)
    gone = {number: Gone(Act.STOPPED, at) for number, at in stopped.values_list("number", "stopped_at")}
    members = set(
        Membership.objects.filter(group=group, subscriber__number__in=numbers).values_list(
            "subscriber__number", flat=True
        )
    )
    # Whoever came back after a STOP came back to the groups they named, and to no other.
    left = (
        Consent.objects.filter(Q(act=Act.LEFT, group=group) | Q(act=Act.STOPPED), number__in=numbers)
        .order_by("-at", "-pk")
        .values_list("number", "act", "at")
    )
    for number, act, at in left:
        if number not in members:
            gone.setdefault(number, Gone(Act(act), at))
    return Standing(members, gone)


def added_by(of_list: ListImport) -> QuerySet[Subscriber]:
    """Who is in a group by this list alone, and has done nothing since that the journal tells: about the group, or their
    language. No other list that was added to it names them.
    """
    of_number = Consent.objects.filter(number=OuterRef("number"))
    acts = of_number.filter(Q(group=of_list.group_id) | Q(act=Act.LANGUAGE), pk__gt=OuterRef("pk"))
    later = acts.exclude(channel=Channel.IMPORT)
    others = of_number.filter(of_list__group=of_list.group_id, of_list__state=ListState.APPLIED).exclude(
        of_list=of_list
    )
    added = Consent.objects.filter(~Exists(later), ~Exists(others), of_list=of_list)
    return Subscriber.objects.filter(number__in=added.values("number"), memberships__group=of_list.group_id)


def undo(of_list: ListImport, by: AbstractBaseUser | None = None) -> int:
    """Take out whoever a list added and who has done nothing since, all of them or none, and say how many.

    It is no act of theirs: another list may bring them back.
    """
    group, undone = of_list.group, 0
    how = {"act": Act.UNDONE, "group_id": group.pk, "group_name": group.name, "channel": Channel.IMPORT}
    how |= {"source": of_list.proof} | ({"by_id": by.pk} if by else {})
    written = {column: Value(what) for column, what in how.items()}
    with transaction.atomic():
        # One list of a group after the other: of two undone at once, each would leave to the other whom both name.
        DiffusionGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
        found = added_by(of_list).select_for_update(of=("self",)).order_by("number")
        held_now = list(found.values_list("pk", flat=True))
        # Asked again now that they are held: someone may have acted meanwhile.
        still = set(added_by(of_list).values_list("pk", flat=True))
        keys = [key for key in held_now if key in still]
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            people = Subscriber.objects.filter(pk__in=some).order_by("pk")
            insert_from(people, Consent, {"number": F("number"), **written})
            undone += Membership.objects.filter(group=group, subscriber__in=some).delete()[0]
            suppress(some)
    return undone


def leave(
    number: str,
    groups: Iterable[DiffusionGroup],
    *,
    channel: Channel,
    source: str = "",
    by: AbstractBaseUser | None = None,
) -> list[DiffusionGroup]:
    """Take a number (E.164) out of groups, and say which ones it was in. An unknown number is in none."""
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(number=number).first()
        if subscriber is None:
            return []
        current = set(subscriber.memberships.values_list("group_id", flat=True))
        left = [group for group in unique(groups) if group.pk in current]
        subscriber.memberships.filter(group__in=left).delete()
        record(Act.LEFT, number, left, channel=channel, source=source, by=by)
        suppress([subscriber.pk])
    return left


def stop(
    number: str,
    *,
    channel: Channel,
    source: str = "",
    by: AbstractBaseUser | None = None,
    said_at: datetime | None = None,
) -> bool:
    """Nothing more for this number (E.164), known or not; False when it had said so already.

    `said_at`: when it was said, where that is heard later. Whoever has come back since by an act of their own stays.
    """
    with transaction.atomic():
        subscriber = held(number)
        if subscriber.stopped_at or (said_at and has_joined_since(number, said_at)):
            return False
        subscriber.stopped_at = said_at or timezone.now()
        subscriber.save(update_fields=["stopped_at"])
        subscriber.memberships.all().delete()
        how = {"channel": channel, "source": source, "by": by, "at": subscriber.stopped_at}
        Consent.objects.bulk_create([entry(Act.STOPPED, number, None, **how)])
        suppress([subscriber.pk])
    return True


def has_joined_since(number: str, at: datetime) -> bool:
    return Consent.objects.filter(number=number, act=Act.JOINED, channel__in=OWN_ACTS, at__gt=at).exists()


def dissolve(group: DiffusionGroup, *, channel: Channel, by: AbstractBaseUser) -> None:
    """Take everybody out of a group that is about to be deleted."""
    with transaction.atomic():
        members = Subscriber.objects.select_for_update().filter(memberships__group=group).order_by("number")
        numbers = [each.number for each in members]
        Consent.objects.bulk_create(
            (entry(Act.LEFT, number, group, channel=channel, by=by) for number in numbers), batch_size=BATCH
        )
        Membership.objects.filter(group=group).delete()


def language_of(number: str) -> TextLanguage:
    """In which a subscriber receives messages."""
    return TextLanguage(Subscriber.objects.values_list("language", flat=True).get(number=number))


def speak(
    number: str,
    language: str,
    *,
    channel: Channel,
    source: str = "",
    by: AbstractBaseUser | None = None,
) -> None:
    """Write to this number in another language from now on: all its messages, whoever sends them."""
    with transaction.atomic():
        if Subscriber.objects.filter(number=number).exclude(language=language).update(language=language):
            said = ", ".join(filter(None, (str(TextLanguage(language).label), source)))
            Consent.objects.bulk_create([entry(Act.LANGUAGE, number, None, channel=channel, source=said, by=by)])


def held(number: str, language: str = "") -> Subscriber:
    """The subscriber of a number, made if need be, and locked until the end of the transaction."""
    Subscriber.objects.get_or_create(number=number, defaults={"language": language or TextLanguage.FRENCH})
    return Subscriber.objects.select_for_update().get(number=number)


def unique(groups: Iterable[DiffusionGroup]) -> list[DiffusionGroup]:
    return list(dict.fromkeys(groups))


def entry(act: Act, number: str, group: DiffusionGroup | None, **how: object) -> Consent:
    return Consent(act=act, number=number, group=group, group_name=group.name if group else "", **how)


def record(act: Act, number: str, groups: Iterable[DiffusionGroup], **how: object) -> None:
    Consent.objects.bulk_create(entry(act, number, group, **how) for group in groups)


def suppress(people: Iterable[int]) -> None:
    """Send nothing that waits for those people, named by their keys, who are no longer in any of the groups it was for."""
    reached = Membership.objects.filter(subscriber=OuterRef("subscriber"), group__alerts=OuterRef("alert"))
    Delivery.objects.filter(~Exists(reached), subscriber__in=people, state=DeliveryState.QUEUED).update(
        state=DeliveryState.SUPPRESSED, reason=Suppressed.OPTED_OUT, settled_at=timezone.now()
    )
