"""How Wagtail's own background work (search index, reference index, deletion of files) is run."""

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult


class AfterCommitBackend(ImmediateBackend):
    """Runs a task in the same process once the data it is about is committed, once however often it was asked for.

    Run inside the transaction, a database error that the backend swallows would leave PostgreSQL refusing every later
    statement of the request. Publishing saves a page three times, and each time asks for the same indexing.
    """

    def __init__(self, alias: str, params: dict):
        super().__init__(alias, params)
        self._waiting: dict[tuple[str, str], TaskResult] = {}

    def _execute_task(self, task_result: TaskResult) -> None:
        key = (task_result.task.module_path, repr((task_result.args, task_result.kwargs)))
        asked = self._waiting.setdefault(key, task_result)

        def run() -> None:
            # A savepoint may have taken back the first that asked: whichever is left comes here.
            if self._waiting.get(key) is asked:
                del self._waiting[key]
                super(AfterCommitBackend, self)._execute_task(asked)

        transaction.on_commit(run)
