"""Why a message did not arrive, in words: the gateway's own terms, and ours."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .enums import Suppressed

OFF = _("The telephone was off or out of reach")
NOT_THERE = _("The number does not exist, or not with this operator")
STOPPED = _("The person asked the operator for no more messages")
ACCOUNT = _("Our account with the operator has not enough left")
OPERATOR = _("The operator’s system failed")
NO_WAY = _("The operator found no way to this number")
NO_ANSWER = _("The operator’s answer did not arrive")

WORDS = {
    "absentsubscriber": OFF,
    "couldnotroute": NO_WAY,
    "deliveryfailure": _("The operator could not deliver it"),
    "donotdisturbrejection": STOPPED,
    "expired": _("The operator gave up after trying for a while"),
    "failed": _("The operator could not deliver it"),
    "gatewayerror": OPERATOR,
    "insufficientbalance": ACCOUNT,
    "insufficientcredit": ACCOUNT,
    "internalservererror": OPERATOR,
    "interrupted": _("The sending was interrupted"),
    "invalidlinkid": _("The operator refused it"),
    "invalidphonenumber": NOT_THERE,
    "invalidsenderid": _("The operator does not know our sender name"),
    "no answer for this number": NO_ANSWER,
    "connectionerror": NO_ANSWER,
    "notnetworksubcriber": NOT_THERE,  # the gateway's own spelling
    "notnetworksubscriber": NOT_THERE,
    "readtimeout": NO_ANSWER,
    "rejected": _("The operator refused it"),
    "rejectedbygateway": _("The operator refused it"),
    "riskhold": _("The operator holds it back and must be asked why"),
    "unsupportednumbertype": _("This kind of number receives no text message"),
    "useraccountsuspended": _("The person’s line is suspended"),
    "userdoesnotexist": NOT_THERE,
    "userinblacklist": STOPPED,
    "userisinactive": _("The person’s line is no longer used"),
    "usernotsubscribedtoproduct": _("The operator refused it"),
    **{each.value: each.label for each in Suppressed if each is not Suppressed.EXPIRED},
}


def in_words(reason: str, *, suppressed: bool = False) -> str:
    """What a delivery's reason means; a term that is not known is shown as it came."""
    if suppressed and reason == Suppressed.EXPIRED:
        return str(Suppressed.EXPIRED.label)
    return str(WORDS.get(reason.casefold(), reason)) or str(_("No reason was given"))
