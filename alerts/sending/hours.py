"""When a message may leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from ..models import SmsSettings


def is_quiet(at: datetime, settings: SmsSettings) -> bool:
    """Whether notices wait at this moment; the quiet hours may go past midnight, and are none where both ends agree."""
    now, start, end = timezone.localtime(at).time(), settings.quiet_from, settings.quiet_until
    return start <= now < end if start <= end else now >= start or now < end


def end_of_quiet(at: datetime, settings: SmsSettings) -> datetime:
    """The moment itself outside the quiet hours, else their end."""
    if not is_quiet(at, settings):
        return at
    local = timezone.localtime(at)
    end = local.replace(
        hour=settings.quiet_until.hour, minute=settings.quiet_until.minute, second=settings.quiet_until.second
    )
    return end if end > local else end + timedelta(days=1)


def may_leave(life_safety: bool, at: datetime, settings: SmsSettings) -> bool:
    return life_safety or not is_quiet(at, settings)
