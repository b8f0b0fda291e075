"""The demonstration: production behaviour on one machine, without a secret to hand out or a certificate to install."""

from .base import *  # noqa: F403
from .base import VAR_DIR, env
from .secrets import kept_secret

DEMONSTRATION = True
VAR_DIR.mkdir(exist_ok=True)
SECRET_KEY = env("SECRET_KEY", default="") or kept_secret(VAR_DIR / "demo-secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
WHITENOISE_MAX_AGE = 3600
