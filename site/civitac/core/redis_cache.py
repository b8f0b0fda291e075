"""Django's cache in Redis, with one client where Django makes one for every command (a fifth of a kept page's cost)."""

from __future__ import annotations

from functools import cached_property

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis


class OneClient(RedisCacheClient):
    """For one server. A client may be shared by threads: each command takes a connection of the pool."""

    @cached_property
    def client(self) -> Redis:
        return super().get_client()

    def get_client(self, key: object = None, *, write: bool = False) -> Redis:
        return self.client


class Cache(RedisCache):
    def __init__(self, server: str, params: dict[str, object]) -> None:
        super().__init__(server, params)
        self._class = OneClient

    def validate_key(self, key: str) -> None:
        """Redis takes any key; Django would warn of those that memcached does not, such as a forged session cookie's."""
