"""Keeping the secrets that stand in addresses out of every log."""

from __future__ import annotations

import logging
import re

from gunicorn.config import Config
from gunicorn.glogging import Logger

# The callbacks of the SMS gateway: /sms/<secret>/…
SECRET = re.compile(r"(/sms/)[^/\s?\"']+")


class WithoutSecrets(logging.Filter):
    """Lets every line of a log pass, without the secrets of its addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if "/sms/" in line:
            record.msg, record.args = SECRET.sub(r"\1-", line), ()
        return True


class GunicornLogger(Logger):
    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.addFilter(WithoutSecrets())
