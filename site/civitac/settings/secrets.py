"""Where secrets come from: the environment in production, a kept file in the demonstration."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

REQUIRED_IN_PRODUCTION = {
    "SECRET_KEY": "clé secrète de Django, au moins 50 caractères",
    "ALLOWED_HOSTS": "noms d’hôte servis, séparés par des virgules",
    "SITE_URL": "adresse publique, par exemple https://civitac.org",
    "DATABASE_URL": "base PostgreSQL, postgres://…",
    "EMAIL_URL": "serveur de courriel, smtp+tls://…",
}
# Only where that gateway is chosen.
REQUIRED_OF_GATEWAY = {
    "africastalking": {
        "AFRICASTALKING_USERNAME": "nom d’utilisateur chez Africa’s Talking",
        "AFRICASTALKING_API_KEY": "clé d’API chez Africa’s Talking",
    }
}


def require(environment: Mapping[str, str]) -> None:
    """Stop with one message naming every production setting that is missing or empty.

    Raises ImproperlyConfigured.
    """
    required = REQUIRED_IN_PRODUCTION | REQUIRED_OF_GATEWAY.get(environment.get("SMS_GATEWAY", ""), {})
    missing = [name for name in required if not environment.get(name, "").strip()]
    if missing:
        lines = "\n".join(f"  {name} : {required[name]}" for name in missing)
        raise ImproperlyConfigured(
            f"Civitac ne démarre pas : réglages obligatoires absents.\n{lines}\nVoir docs/configuration.md."
        )
    if len(environment["SECRET_KEY"]) < 50:
        raise ImproperlyConfigured("Civitac ne démarre pas : SECRET_KEY compte moins de 50 caractères.")


def kept_secret(path: Path) -> str:
    """A random key, made once and kept in `path` (readable by its owner only), so that sessions outlive a restart."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()
