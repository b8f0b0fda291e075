from .alerts import LONGEST_TEXT, Alert, AlertText
from .groups import Consent, DiffusionGroup, Membership, Subscriber
from .lists import ListImport, ListPage
from .sending import Bucket, Budget, Callback, Delivery, Heartbeat, IncomingText, Lease, Tariff
from .settings import SmsSettings
from .words import AlertKind, AlertTemplate, AlertTemplateText, AuthorityLabel

__all__ = [
    "LONGEST_TEXT",
    "Alert",
    "AlertKind",
    "AlertTemplate",
    "AlertTemplateText",
    "AlertText",
    "AuthorityLabel",
    "Bucket",
    "Budget",
    "Callback",
    "Consent",
    "Delivery",
    "DiffusionGroup",
    "Heartbeat",
    "IncomingText",
    "Lease",
    "ListImport",
    "ListPage",
    "Membership",
    "SmsSettings",
    "Subscriber",
    "Tariff",
]
