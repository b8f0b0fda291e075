"""When whoever asked too often may ask again. allauth counts (ACCOUNT_RATE_LIMITS) and tells no times."""

from __future__ import annotations

import math
import time

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

APP = "allauth.account"
MINUTE = 60


def seconds_to_wait(request: HttpRequest, action: str, key: str | None = None) -> int:
    """Until every limit of this action lets one more pass, in whole minutes; one minute where none is reached."""
    ends = [time.time()]
    for rate in get_rates(app=APP, action=action):
        user = request.user if request.user.is_authenticated else None
        history = cache.get(get_cache_key(request, app=APP, action=action, rate=rate, key=key, user=user), [])
        if len(history) >= rate.amount:
            ends.append(history[rate.amount - 1] + rate.duration)
    return MINUTE * max(1, math.ceil((max(ends) - time.time()) / MINUTE))
