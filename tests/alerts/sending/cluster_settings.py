"""What a cluster of a test runs with: a queue that is a queue."""

from civitac.settings.test import *  # noqa: F403
from civitac.settings.test import Q_CLUSTER, env

Q_CLUSTER |= {"sync": False, "poll": 0.1, "guard_cycle": 0.2}
SMS_GATEWAY = env("SMS_GATEWAY")
