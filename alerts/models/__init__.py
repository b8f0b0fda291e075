from .alerts import LONGEST_TEXT, Alert, AlertText
from .groups import Consent, DiffusionGroup, Membership, Subscriber
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
    "Membership",
    "SmsSettings",
    "Subscriber",
    "Tariff",
]
