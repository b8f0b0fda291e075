"""What the worker does for documents."""

from . import reading


def read(pk: int) -> None:
    reading.read(pk)


def recognise(pk: int) -> None:
    reading.recognise(pk)


def read_the_forgotten() -> None:
    reading.ask_for_the_forgotten()


def describe_again(field: str, pk: int) -> None:
    reading.describe_again(**{field: pk})
