"""Places that lower rooms offer and upper rooms fill.

A room registers what it brings from its `AppConfig.ready()`; the room that offers the place never imports the one that
fills it. A room that is not installed therefore leaves nothing behind, not even an empty link.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Schedule:
    task: str  # dotted path of a function without arguments
    cron: str  # five fields, in the site's time zone
    cluster: str | None = None  # whose workers do it; None: the usual ones


@dataclass(frozen=True)
class Membership:
    """Something a person belongs to, as their own page lists it."""

    name: str
    capacity: str  # what they are there, in words
    url: str = ""  # empty when it is not on line
    admin_url: str = ""  # where they work on it, empty when they cannot


class Registry(Generic[Entry]):
    """Named entries in a stated order (lowest first, then by name)."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[int, Entry]] = {}

    def register(self, name: str, entry: Entry, order: int = 100) -> None:
        self._entries[name] = (order, entry)

    def unregister(self, name: str) -> None:
        self._entries.pop(name, None)

    def items(self) -> Iterator[tuple[str, Entry]]:
        for name, (_, entry) in sorted(self._entries.items(), key=lambda item: (item[1][0], item[0])):
            yield name, entry

    def __iter__(self) -> Iterator[Entry]:
        return (entry for _, entry in self.items())

    def __contains__(self, name: str) -> bool:
        return name in self._entries


# Block classes that a room adds to the bodies of articles, and to the home page.
article_blocks: Registry[type] = Registry()
home_blocks: Registry[type] = Registry()

# Sections of a space's page: callables (space page, request) → template component or None when there is nothing to show.
space_sections: Registry[Callable] = Registry()

# Panels of the admin's welcome page: callables (request) → template component or None when the role has no use for it.
dashboard_panels: Registry[Callable] = Registry()

# Models whose rows belong to a space's collection: dotted label → codenames granted to (editors, managers).
space_owned_models: Registry[dict[str, tuple[str, ...]]] = Registry()

# Query parameters that pages understand: the page cache keeps these in its key and ignores every other one.
query_parameters: Registry[None] = Registry()

# Work that runs by the clock: name → when and what; `manage.py prepare` makes the schedules equal to this list.
schedules: Registry[Schedule] = Registry()

# What a person belongs to: callables (user) → iterable of Membership, listed on the person's own page.
memberships: Registry[Callable] = Registry()

# Sections of a person's own page: callables (request) → template component or None when there is nothing to show.
account_sections: Registry[Callable] = Registry()
