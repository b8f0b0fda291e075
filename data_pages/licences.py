"""Under which licences figures may be reused, and what each allows in words. Others are known by their address alone."""

from django.utils.translation import gettext_lazy as _

LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": _("CC BY 4.0: reuse freely, naming the source"),
    "https://creativecommons.org/publicdomain/zero/1.0/": _("CC0 1.0: reuse freely"),
    "https://opendatacommons.org/licenses/odbl/1-0/": _("ODbL 1.0: reuse freely, sharing what is made of it"),
}
