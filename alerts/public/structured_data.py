"""What search engines are told of an alert (schema.org, SpecialAnnouncement)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from civitac.core.structured_data import absolute, breadcrumbs, script_json

from .reading import PublicAlert


def structured_data(read: PublicAlert) -> SafeString:
    steps = [(_("Home"), "/"), (_("Alerts"), reverse("alerts:index")), (read.title, read.url)]
    announcement = {
        "@type": "SpecialAnnouncement",
        "name": read.title,
        "text": read.text,
        "url": absolute(read.url),
        "datePosted": read.alert.started_at.isoformat(),
        "expires": read.alert.expires_at.isoformat(),
        "inLanguage": "fr",
        "spatialCoverage": [{"@type": "AdministrativeArea", "name": place.name} for place in read.places],
        "publisher": {"@type": "Organization", "name": read.issuer},
    }
    return script_json({"@context": "https://schema.org", "@graph": [breadcrumbs(steps), announcement]})
