"""What a gateway tells us: the door that stores a report beside one insertion, and applying many beside bare SQL."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import servers
from .costs import Cost, cost
from .measuring import load, warm
from .surroundings import ROOT
from .table import Bar, Table, number

TWICE = Bar(2, of_ratio=True)
TOKEN = "banc-" + "0" * 40
REFERENCE = "'ATXid_' || md5(rank::text)"
DELIVERIES = f"""
INSERT INTO alerts_delivery (alert_id, number, language, segments, state, reason, tries, resent, reference, report_rank,
    cost, currency, claimed_at, accepted_at)
SELECT %s, '+22670' || lpad(rank::text, 6, '0'), 'fr', 1, 'accepted', '', 1, false, {REFERENCE}, 0, 12.5, 'XOF', now(), now()
FROM generate_series(1, %s) AS rank
"""
# One in ten fails; they come about in the order in which the messages left.
TOLD = f"""
SELECT rank, {REFERENCE} AS reference, rank %% 10 = 0 AS failed FROM generate_series(1, %s) AS rank
ORDER BY rank + 10000 * random()
"""
CALLBACKS = f"""
INSERT INTO alerts_callback (kind, body, received_at, note)
SELECT 'livraison', 'id=' || reference || CASE WHEN failed THEN '&status=Failed&failureReason=DeliveryFailure'
    ELSE '&status=Success' END || '&phoneNumber=%%2B22670' || lpad(rank::text, 6, '0') || '&networkCode=61301', now(), ''
FROM ({TOLD}) AS told
"""
READ_BEFORE = f"""
CREATE TEMPORARY TABLE told AS SELECT reference, CASE WHEN failed THEN 'failed' ELSE 'delivered' END AS state,
    CASE WHEN failed THEN 'DeliveryFailure' ELSE '' END AS reason, CASE WHEN failed THEN 4 ELSE 5 END AS rank, now() AS at
FROM ({TOLD}) AS told
"""
BARE = (
    """
    UPDATE alerts_delivery d SET state = told.state, reason = told.reason, report_rank = told.rank, settled_at = told.at
    FROM told WHERE d.reference = told.reference AND d.reference <> '' AND d.report_rank < told.rank
    """,
    "UPDATE alerts_callback SET applied_at = now() WHERE kind = 'livraison' AND applied_at IS NULL",
)
POST = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "id=ATXid_1&status=Success&phoneNumber=%2B22670000001&networkCode=61301"
"""


def applying(table: Table, alert_id: int, reports: int) -> None:
    """Stored reports, applied as a worker does; the floor has read them beforehand, and writes them with two statements."""
    floor, ours = by_bare_sql(alert_id, reports), by_us(alert_id, reports)
    table.section(
        f"PostgreSQL: {number(reports)} stored delivery reports applied; floor: two UPDATE of what was read beforehand"
    )
    table.add("reports, time", ours.clock / 1000, "s", floor.clock / 1000, TWICE)
    table.add("reports, CPU", ours.cpu / 1000, "s", floor.cpu / 1000, TWICE)


def fill(alert_id: int, reports: int) -> None:
    execute("TRUNCATE alerts_delivery, alerts_callback")
    execute(DELIVERIES, [alert_id, reports])
    execute(CALLBACKS, [reports])
    execute("VACUUM ANALYZE alerts_delivery, alerts_callback")


def by_bare_sql(alert_id: int, reports: int) -> Cost:
    from django.db import transaction

    fill(alert_id, reports)
    execute(READ_BEFORE, [reports])
    execute("ANALYZE told")

    def act() -> None:
        with transaction.atomic():
            for statement in BARE:
                execute(statement)

    spent = cost(act)
    execute("DROP TABLE told")
    return spent


def by_us(alert_id: int, reports: int) -> Cost:
    """Raises AssertionError when a report was not applied."""
    from alerts.callbacks import applying
    from alerts.enums import CallbackKind
    from alerts.models import Callback, Delivery

    fill(alert_id, reports)
    spent = cost(lambda: applying.apply(CallbackKind.DELIVERY))
    assert not Callback.objects.filter(applied_at=None).exists()
    assert not Delivery.objects.exclude(state__in=("delivered", "failed")).exists()
    return spent


def receiving(table: Table, folder: Path, seconds: float) -> None:
    """The door itself, under gunicorn: processor time of the server and of its database sessions."""
    if not shutil.which("wrk"):
        return
    script = folder / "report.lua"
    script.write_text(POST)
    told = {}
    environment = {**os.environ, "SMS_CALLBACK_TOKENS": TOKEN}
    for name, application in {"bare": "benchmarks.bare_insert:application", "ours": "civitac.wsgi:application"}.items():
        with servers.gunicorn(environment, application, ROOT / "site") as server:
            warm(server.url + "/livez")
            address = f"{server.url}/sms/{TOKEN}/livraison/"
            told[name] = min(load(address, server.pid, seconds=seconds, script=script).cpu for _round in range(3))
    table.section("PostgreSQL: a delivery report received and stored; floor: a bare Django view with one INSERT")
    table.add("a report, CPU", told["ours"], "ms", told["bare"], TWICE)


def execute(statement: str, parameters: list | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
