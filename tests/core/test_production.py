"""Production refuses to start without its secrets, and starts with a clean bill when it has them."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "k7$" * 30 + "abcdefghij0123456789",
    "ALLOWED_HOSTS": "civitac.example",
    "SITE_URL": "https://civitac.example",
    "DATABASE_URL": "postgres://civitac@127.0.0.1/civitac",
    "EMAIL_URL": "smtp+tls://user:secret@mail.civitac.example:587",
}


def start(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    """Run one of the project's commands as production does, with this environment and nothing else."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "civitac.settings.production", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_a_missing_setting_stops_the_server_and_is_named(missing):
    environment = {name: value for name, value in COMPLETE.items() if name != missing}
    done = start(environment, sys.executable, "manage.py", "check")
    assert done.returncode != 0
    assert missing in done.stderr
    assert "Civitac ne démarre pas" in done.stderr


def test_a_setting_left_empty_is_as_one_that_is_absent():
    table = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    named = {name for line in table.splitlines() for name in re.findall(r"`([A-Z0-9_]+)`", line.split(" | ")[0])}
    assert "TRUSTED_PROXY_COUNT" in named
    empty = dict.fromkeys(named - COMPLETE.keys() - {"DJANGO_SETTINGS_MODULE"}, "")
    for command in (("manage.py", "check"), ("gunicorn.conf.py",)):
        done = start(COMPLETE | empty, sys.executable, *command)
        assert done.returncode == 0, done.stderr


def test_the_web_server_itself_refuses_to_start():
    done = start({"BIND": "127.0.0.1:0"}, str(Path(sys.executable).parent / "gunicorn"))
    assert done.returncode != 0
    assert all(name in done.stderr for name in COMPLETE)


def test_no_header_moves_the_site_to_another_place():
    """Links made for a place that a visitor named would be kept for every reader."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "gunicorn")],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "civitac.settings.test", "BIND": bind},
    )
    try:
        asking = urllib.request.Request(f"http://{bind}/livez", headers={"SCRIPT_NAME": "/ailleurs"})
        assert answer(asking, within=60) == 200
    finally:
        server.terminate()
        server.wait()


def answer(asking: urllib.request.Request, within: int) -> int:
    """The status that a server gives once it listens. Raises TimeoutError when it does not in this many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(asking, timeout=within) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError:
            time.sleep(0.2)
    raise TimeoutError


def test_a_short_secret_is_refused():
    done = start({**COMPLETE, "SECRET_KEY": "court"}, sys.executable, "manage.py", "check")
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_a_complete_production_passes_the_deployment_check():
    # Any transport but the console's: nothing is sent by a check.
    sending = COMPLETE | {"SMS_GATEWAY": "civitac.core.sms.Transport", "SMS_CALLBACK_TOKENS": "a" * 43}
    done = start(sending, sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("address", ["civitac.example", "//civitac.example", "ftp://civitac.example"])
def test_the_deployment_check_refuses_an_address_that_no_link_can_begin_with(address):
    done = start(COMPLETE | {"SITE_URL": address}, sys.executable, "manage.py", "check", "--deploy")
    assert done.returncode != 0
    assert f"SITE_URL={address}" in done.stderr


def test_the_deployment_check_says_when_no_text_message_leaves():
    done = start(COMPLETE, sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode != 0
    assert "SMS_GATEWAY=console" in done.stderr


@pytest.mark.parametrize("missing", ["AFRICASTALKING_USERNAME", "AFRICASTALKING_API_KEY"])
def test_a_gateway_without_its_secrets_stops_the_server(missing):
    chosen = {"SMS_GATEWAY": "africastalking", "AFRICASTALKING_USERNAME": "civitac", "AFRICASTALKING_API_KEY": "a key"}
    done = start({**COMPLETE, **chosen, missing: ""}, sys.executable, "manage.py", "check")
    assert done.returncode != 0 and missing in done.stderr
