"""The steps of an import, from the file received to its undoing, taken by workers: one that dies leaves nothing half done."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from civitac.core.sheets.cells import UnreadableError
from civitac.core.steps import NotNowError

from ..enums import ImportState, ImportWork
from ..models import ImportPage, StatisticTable, TableImport, TableShape
from ..statistics import services as statistics
from ..statistics.figures import Overtaken, Refused
from .comparing import compare, figures_to_write
from .opening import open_again, propose
from .preparing import Prepared
from .understanding import Understanding

# What may still be read again, understood otherwise, or thrown away.
UNAPPLIED = (
    ImportState.RECEIVED,
    ImportState.UNDERSTOOD,
    ImportState.ASKED,
    ImportState.PREVIEWED,
    ImportState.REFUSED,
)


def receive(table: StatisticTable, content: bytes, name: str, by: AbstractBaseUser) -> TableImport:
    """Keep the file and have it read by a worker."""
    row = TableImport(table=table, name=Path(name).name[:255], sha256=hashlib.sha256(content).hexdigest(), made_by=by)
    with transaction.atomic():
        row.file.save(f"{row.sha256[:16]}{Path(name).suffix.lower()[:6]}", ContentFile(content), save=False)
        row.save()
        hand_over(row, ImportWork.READ, by)
    return row


def read_again(row: TableImport, wanted: dict[str, object], by: AbstractBaseUser) -> None:
    """Read the file another way: another sheet, encoding, separator or rows of headings."""
    with transaction.atomic():
        row = row.held(UNAPPLIED)
        row.wanted = wanted
        row.save(update_fields=["wanted"])
        hand_over(row, ImportWork.READ, by)


def settle(row: TableImport, understood: Understanding, by: AbstractBaseUser) -> None:
    """Keep how the file is understood, for itself and for the next one of its shape, and have it compared."""
    with transaction.atomic():
        row = row.held(UNAPPLIED)
        row.understanding = understood.as_json()
        row.save(update_fields=["understanding"])
        TableShape.objects.update_or_create(
            table_id=row.table_id,
            signature=understood.signature,
            defaults={"understanding": row.understanding},
        )
        hand_over(row, ImportWork.COMPARE, by)


def answer(row: TableImport, answers: dict[str, str], by: AbstractBaseUser) -> None:
    """Keep the places that someone named, for this file and for the next one of its shape, and have it compared."""
    with transaction.atomic():
        row = row.held((ImportState.ASKED, ImportState.PREVIEWED))
        row.answers = {**row.answers, **answers}
        row.save(update_fields=["answers"])
        lasting = {key: code for key, code in row.answers.items() if "#" not in key}
        signature = Understanding.from_json(row.understanding).signature
        TableShape.objects.filter(table_id=row.table_id, signature=signature).update(answers=lasting)
        hand_over(row, ImportWork.COMPARE, by)


def approve(row: TableImport, by: AbstractBaseUser, *, without_wrong: bool) -> None:
    """Have what the preview shows written; with wrong cells only when someone says to leave their rows out."""
    with transaction.atomic():
        row = row.held([ImportState.PREVIEWED])
        if row.counts.get("wrong") and not without_wrong:
            raise NotNowError(_("Some cells are wrong: correct the file, or say that their rows are left out."))
        row.without_wrong = without_wrong
        row.save(update_fields=["without_wrong"])
        hand_over(row, ImportWork.APPLY, by)


def take_back(row: TableImport, by: AbstractBaseUser) -> None:
    with transaction.atomic():
        hand_over(row.held([ImportState.APPLIED]), ImportWork.UNDO, by)


def give_up(row: TableImport) -> None:
    """Throw a file away that was never applied."""
    with transaction.atomic():
        row = row.held(UNAPPLIED)
        file = row.file
        row.delete()
        transaction.on_commit(lambda: file.storage.delete(file.name))


def start_again(row: TableImport, by: AbstractBaseUser) -> None:
    """Hand the step under way to a worker once more: the one who had it may have died. The former one is not heard."""
    with transaction.atomic():
        row = TableImport.objects.select_for_update().get(pk=row.pk)
        if row.work:
            hand_over(row, ImportWork(row.work), by)


def hand_over(row: TableImport, work: ImportWork, by: AbstractBaseUser | None) -> None:
    """Ask a worker to take a step for someone; the task joins the transaction, and is lost with it."""
    row.begin(work, by)
    async_task(
        "data_pages.importer.tasks.carry_out", row.pk, work.value, q_options={"ack_failure": True, "group": "importer"}
    )


def carry_out(pk: int, work: str) -> None:
    TableImport.carry_out(pk, work, STEPS)


def refused_if_unreadable(step: Callable[[TableImport], None]) -> Callable[[TableImport], None]:
    @wraps(step)
    def taken(row: TableImport) -> None:
        try:
            step(row)
        except UnreadableError as refusal:
            row.leave(ImportState.REFUSED, reason=str(refusal)[:500])

    return taken


@refused_if_unreadable
def read_file(row: TableImport) -> None:
    proposal = propose(row)
    row.leave(
        ImportState.UNDERSTOOD,
        understanding=proposal.understood.as_json(),
        reading=proposal.reading,
        answers={**proposal.answers, **row.answers},
        questions=[],
        counts={},
        reason="",
    )


@refused_if_unreadable
def compare_file(row: TableImport) -> None:
    opened = open_again(row, row.report)
    if opened.prepared.questions:
        row.leave(ImportState.ASKED, questions=opened.questions(), counts=summed(opened.prepared), reason="")
        return
    preview(row, opened.prepared)


def preview(row: TableImport, prepared: Prepared, reason: str = "") -> None:
    """Keep what writing would do, as pages to be read; a former preview is replaced in one go."""
    with transaction.atomic():
        table = StatisticTable.objects.get(pk=row.table_id)
        compared = compare(table, prepared)
        ImportPage.objects.filter(table_import=row).delete()
        ImportPage.objects.bulk_create(compared.pages(row), batch_size=100)
        counts = {**summed(prepared), **compared.counts}
        shown = {"counts": counts, "questions": [], "seen_at": table.updated_at, "reason": reason}
        if not row.leave(ImportState.PREVIEWED, **shown):
            transaction.set_rollback(True)


@refused_if_unreadable
def apply_file(row: TableImport) -> None:
    """Write what the preview showed, all of it or nothing; when the table has changed since, show a new preview."""
    try:
        with transaction.atomic():
            table = statistics.locked(row.table)
            if not row.under_way().filter(state=ImportState.PREVIEWED).select_for_update().exists():
                return
            if table.updated_at != row.seen_at:
                raise Overtaken
            written = statistics.write(table, figures_to_write(row), row.work_by, table_import=row)
            counts = {**row.counts, "new": written.new, "changed": written.changed}
            row.leave(ImportState.APPLIED, counts=counts, applied_at=timezone.now(), reason="")
    except (Overtaken, Refused):
        opened = open_again(row)
        reason = _(
            "Someone changed figures of this table meanwhile: nothing has been written. Look at the new preview."
        )
        preview(row, opened.prepared, reason)


def undo_file(row: TableImport) -> None:
    """Put back what stood before; figures that someone changed since stay as they are, and are counted."""
    try:
        with transaction.atomic():
            if not row.under_way().filter(state=ImportState.APPLIED).select_for_update().exists():
                return
            undone = statistics.undo(row.changes.all(), row.work_by)
            counts = {**row.counts, "put_back": undone.put_back, "kept": len(undone.kept)}
            row.leave(ImportState.UNDONE, counts=counts, undone_at=timezone.now(), reason="")
    except Overtaken:
        reason = _("Someone changed figures of this table at the same moment: nothing has been put back. Try again.")
        row.leave(ImportState.APPLIED, reason=reason)


def summed(prepared: Prepared) -> dict[str, int]:
    """What a preview says beside its figures."""
    return {
        "rows": prepared.rows,
        "totals": len(prepared.totals),
        "total_columns": prepared.total_columns,
        "left_out": prepared.left_out,
        "columns_left_out": prepared.columns_left_out,
        "empty": prepared.empty,
        "missing": prepared.missing,
        "repeated": prepared.repeated,
        "wrong": len(prepared.wrong),
    }


STEPS: dict[ImportWork, Callable[[TableImport], None]] = {
    ImportWork.READ: read_file,
    ImportWork.COMPARE: compare_file,
    ImportWork.APPLY: apply_file,
    ImportWork.UNDO: undo_file,
}
