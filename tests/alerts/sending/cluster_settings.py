"""What a cluster of a test runs with: the database of that test, and a queue that is a queue."""

from civitac.settings.test import *  # noqa: F403
from civitac.settings.test import DATABASES, Q_CLUSTER, env

DATABASES["default"]["NAME"] = env("TEST_DATABASE")
Q_CLUSTER |= {"sync": False, "poll": 0.1, "guard_cycle": 0.2}
SMS_GATEWAY = env("SMS_GATEWAY")
