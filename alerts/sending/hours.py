"""When a message may leave."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ..models import SmsSettings


def is_quiet(at: datetime, settings: SmsSettings) -> bool:
    """Whether notices wait at this moment; the quiet hours may go past midnight, and are none where both ends agree."""
    now, start, end = timezone.localtime(at).time(), settings.quiet_from, settings.quiet_until
    return start <= now < end if start <= end else now >= start or now < end


def may_leave(life_safety: bool, at: datetime, settings: SmsSettings) -> bool:
    return life_safety or not is_quiet(at, settings)
