from __future__ import annotations

import os

from django.conf import settings

from civitac.core.sms.africastalking import AfricasTalkingTransport


class SmallBatches(AfricasTalkingTransport):
    """Ten numbers in each call, which names the process that makes it: the gateway logs who sends."""

    batch = 10

    def __init__(self) -> None:
        settings.AFRICASTALKING_SENDER_ID = str(os.getpid())
        super().__init__()
