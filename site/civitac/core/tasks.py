"""How Wagtail's own background work (search index, reference index, deletion of files) is run."""

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult


class AfterCommitBackend(ImmediateBackend):
    """Runs a task in the same process once the data it is about is committed.

    Run inside the transaction, a database error that the backend swallows would leave PostgreSQL refusing every later
    statement of the request.
    """

    def _execute_task(self, task_result: TaskResult) -> None:
        transaction.on_commit(lambda: super(AfterCommitBackend, self)._execute_task(task_result))
