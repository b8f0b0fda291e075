"""What goes on beside a test, in processes of its own: people who act at the same moment, a worker that is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import get_context
from threading import BrokenBarrierError
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, connections


def at_once(*acts: Callable[[], object], meet: Callable[[Callable[[], None]], None] = lambda wait: wait()) -> list:
    """What each act answered, in their order; answers are what can be pickled. Raises what an act raised.

    The processes wait for each other before they act, or where `meet` puts the wait it is given (in each process, before
    it acts).
    """
    connections.close_all()
    fork = get_context("fork")
    barrier, answers = fork.Barrier(len(acts)), fork.Queue()

    def wait() -> None:
        try:
            barrier.wait(20)
        except BrokenBarrierError:
            raise AssertionError("the others never came this far") from None

    def do(rank: int, act: Callable[[], object]) -> None:
        try:
            meet(wait)
            answer = act()
        except Exception as error:
            answer = error
        answers.put((rank, answer))
        connections.close_all()

    processes = [fork.Process(target=do, args=(rank, act)) for rank, act in enumerate(acts)]
    for process in processes:
        process.start()
    told = dict(answers.get(timeout=60) for _process in processes)
    for process in processes:
        process.join(60)
    for answer in told.values():
        if isinstance(answer, Exception):
            raise answer
    return [told[rank] for rank in range(len(acts))]


def killed(script: str, argument: object, said: str) -> None:
    """Start this Python script with the argument and the database of the test, and kill it (SIGKILL) when it says so.

    Raises AssertionError where the first line it says is another, or it ends without a word.
    """
    surroundings = os.environ | {
        "DATABASE_URL": database_of_the_test(),
        "DJANGO_SETTINGS_MODULE": "civitac.settings.test",
        "PYTHONPATH": f"{settings.BASE_DIR}{os.pathsep}{settings.BASE_DIR / 'site'}",
    }
    with subprocess.Popen(
        [sys.executable, "-c", script, str(argument)],
        cwd=settings.BASE_DIR,
        env=surroundings,
        stdout=subprocess.PIPE,
        text=True,
    ) as worker:
        try:
            assert worker.stdout.readline() == f"{said}\n"
        finally:
            worker.kill()


def database_of_the_test() -> str:
    """The `DATABASE_URL` by which another process meets it: that of the run, with the name that the test's database has."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
