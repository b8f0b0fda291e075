"""The steps of a list, from the file received to the people added. What waits is forgotten after a few days."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task
from wagtail.log_actions import log

from civitac.core.sheets.cells import Book, UnreadableError
from civitac.core.sheets.reader import read
from civitac.core.steps import NotNowError
from spaces.enums import TextLanguage

from .. import consent
from ..enums import Channel, ListedKind, ListState, ListWork
from ..models import DiffusionGroup, ListImport
from .columns import recognise
from .staging import Staged, named_by

# What is read, or added, while the person waits: a second or two. More is left to a worker.
BYTES_AT_ONCE = 200 * 1024
PEOPLE_AT_ONCE = consent.BATCH
# What a worker may take for two hundred thousand numbers on a busy machine.
TASK_SECONDS = 240
# A list that was neither added nor thrown away is forgotten with its numbers.
KEPT = timedelta(days=7)
UNAPPLIED = (ListState.RECEIVED, ListState.ASKED, ListState.PREVIEWED, ListState.REFUSED)
READABLE = (ListState.ASKED, ListState.PREVIEWED)


def receive(group: DiffusionGroup, content: bytes, name: str, by: AbstractBaseUser, **agreed: object) -> ListImport:
    """Keep the file with how its people agreed (`agreement`, `agreed_on`, `source`), and have it read.

    Raises UnreadableError when it is read at once and cannot be: nothing of it is kept.
    """
    row = ListImport(group=group, name=Path(name).name[-255:], size=len(content), made_by=by, **agreed)
    with transaction.atomic():
        row.file.save(f"liste{Path(name).suffix.lower()[:6]}", ContentFile(content), save=False)
        row.save()
        at_once = hand_over(row, ListWork.READ, by)
    if at_once:
        carry_out(row.pk, ListWork.READ)
        row.refresh_from_db()
        if row.state == ListState.REFUSED:
            row.delete()
            raise UnreadableError(row.reason)
    return row


def choose(row: ListImport, wanted: dict[str, object], by: AbstractBaseUser) -> None:
    """Read the file again with the sheet, the columns and the language that someone chose. Raises NotNowError."""
    with transaction.atomic():
        row = row.held(READABLE)
        row.wanted = wanted
        row.save(update_fields=["wanted"])
        at_once = hand_over(row, ListWork.READ, by)
    if at_once:
        carry_out(row.pk, ListWork.READ)


def approve(row: ListImport, by: AbstractBaseUser) -> None:
    """Have the people of the preview added. Raises NotNowError, also for whoever clicks twice."""
    with transaction.atomic():
        row = row.held([ListState.PREVIEWED])
        if not row.counts.get(ListedKind.NEW):
            raise NotNowError(_("This list has nobody to add."))
        at_once = hand_over(row, ListWork.APPLY, by)
    if at_once:
        carry_out(row.pk, ListWork.APPLY)


def undo(row: ListImport, by: AbstractBaseUser) -> None:
    """Have the people of a list taken out again. Raises NotNowError."""
    with transaction.atomic():
        row = row.held([ListState.APPLIED])
        at_once = hand_over(row, ListWork.UNDO, by)
    if at_once:
        carry_out(row.pk, ListWork.UNDO)


def give_up(row: ListImport) -> None:
    """Throw a list away that was never added, with its file and its numbers. Raises NotNowError."""
    with transaction.atomic():
        row.held(UNAPPLIED).delete()


def start_again(row: ListImport, by: AbstractBaseUser) -> None:
    """Have the step under way taken once more: whoever was at it may have died."""
    at_once = False
    with transaction.atomic():
        row = ListImport.objects.select_for_update().get(pk=row.pk)
        work = row.work
        if work:
            at_once = hand_over(row, ListWork(work), by)
    if at_once:
        carry_out(row.pk, work)


def hand_over(row: ListImport, work: ListWork, by: AbstractBaseUser | None) -> bool:
    """Begin a step. True: it is short, to be carried out after this transaction; otherwise a worker is asked to."""
    row.begin(work, by)
    people = row.counts.get(ListedKind.NEW, 0) + row.counts.get(ListedKind.ALREADY, 0)
    if row.size <= BYTES_AT_ONCE if work == ListWork.READ else people <= PEOPLE_AT_ONCE:
        return True
    options = {"ack_failure": True, "group": "lists", "timeout": TASK_SECONDS}
    async_task("alerts.lists.tasks.carry_out", row.pk, work.value, q_options=options)
    return False


def carry_out(pk: int, work: str) -> None:
    ListImport.carry_out(pk, work, STEPS)


def open_book(row: ListImport) -> Book:
    """Raises UnreadableError, also when the file has left its storage."""
    try:
        with row.file.open("rb") as file:
            return read(file.read(), row.name)
    except FileNotFoundError as error:
        raise UnreadableError(_("The file is no longer there: send it again.")) from error


def read_list(row: ListImport) -> None:
    """Show what adding it would do, or ask which columns to read. What cannot be read is not kept."""
    try:
        book = open_book(row)
        found = recognise(book, row.wanted)
    except UnreadableError as refusal:
        if row.leave(ListState.REFUSED, reason=str(refusal)[:500], file=""):
            row.forget_file()
        return
    if found.columns is None:
        row.leave(ListState.ASKED, reading=found.as_json(), counts={})
        return
    otherwise = TextLanguage(row.wanted.get("otherwise", TextLanguage.FRENCH))
    staged = Staged(row, book.sheet(found.sheet), found.columns, otherwise)
    staged.stage(row.report)
    with transaction.atomic():
        staged.save()
        if not row.leave(ListState.PREVIEWED, reading=found.as_json(), counts=staged.counts()):
            transaction.set_rollback(True)


def add_people(row: ListImport) -> None:
    """Add everyone of the preview or nobody; who left meanwhile stays out. The file and its numbers are then forgotten."""
    with transaction.atomic():
        if not row.under_way().filter(state=ListState.PREVIEWED).select_for_update().exists():
            return
        joined = consent.join_many(
            named_by(row), row.group, channel=Channel.IMPORT, source=row.proof, by=row.work_by, of_list=row
        )
        counts = {
            **row.counts,
            ListedKind.NEW: joined.new,
            ListedKind.ALREADY: joined.already,
            ListedKind.LEFT: row.counts[ListedKind.LEFT] + joined.gone,
            "named": [],
        }
        row.pages.all().delete()
        row.forget_file()
        row.leave(ListState.APPLIED, counts=counts, reading={}, wanted={}, file="", applied_at=timezone.now())
        log(row.group, "alerts.import_list", user=row.work_by, data={"number": joined.new, "name": row.name})


def take_out(row: ListImport) -> None:
    """Everyone whom this list alone added and who has done nothing since, or nobody."""
    with transaction.atomic():
        if not row.under_way().filter(state=ListState.APPLIED).select_for_update().exists():
            return
        number = consent.undo(row, by=row.work_by)
        row.leave(ListState.UNDONE, counts={**row.counts, "undone": number})
        log(row.group, "alerts.undo_list", user=row.work_by, data={"number": number, "name": row.name})


STEPS = {ListWork.READ: read_list, ListWork.APPLY: add_people, ListWork.UNDO: take_out}


def forget_old() -> int:
    """Delete the lists that have waited for `KEPT`, with their numbers, and say how many."""
    old = ListImport.objects.filter(state__in=UNAPPLIED, made_at__lt=timezone.now() - KEPT)
    return old.delete()[1].get(ListImport._meta.label, 0)
