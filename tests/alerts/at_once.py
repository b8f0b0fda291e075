"""Several people who act at the same moment, each in a process of their own."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from threading import BrokenBarrierError

from django.db import connections


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
