"""What the files for containers promise, read as Docker reads them."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from alerts.lists.services import TASK_SECONDS
from tests.core.test_production import COMPLETE, ROOT

SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
OURS = ["web", "worker", "urgent"]
GUNICORN_GRACE_SECONDS = 30


@pytest.fixture
def production():
    """The web server as its container starts it: the port it listens on. It knows itself under its public name alone."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "gunicorn")],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "civitac.settings.production",
            "BIND": f"127.0.0.1:{port}",
            **COMPLETE,
        },
    )
    yield port
    server.terminate()
    server.wait()


def test_the_web_container_finds_itself_healthy_once_it_serves(production):
    """What hands over text messages waits for this: it never starts where this never comes true."""
    command, *asked = SERVICES["web"]["healthcheck"]["test"][1:]
    assert (command, SERVICES["web"]["environment"]["BIND"]) == ("python", "0.0.0.0:8000")
    asked = [word.replace("127.0.0.1:8000", f"127.0.0.1:{production}") for word in asked]
    deadline = time.monotonic() + 60
    while (done := subprocess.run([sys.executable, *asked], capture_output=True, check=False)).returncode:
        assert time.monotonic() < deadline, done.stderr.decode()
        time.sleep(0.5)


def test_the_database_is_healthy_when_others_can_reach_it():
    """While the image makes a new database, a server of its own answers on its socket, and to nobody else."""
    asked = SERVICES["db"]["healthcheck"]["test"]
    assert asked[asked.index("-h") + 1] == "127.0.0.1"


@pytest.mark.parametrize("name", OURS)
def test_a_container_is_given_the_time_to_finish_what_it_does(name):
    longest = GUNICORN_GRACE_SECONDS if name == "web" else TASK_SECONDS
    assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > longest


def test_no_image_holds_what_git_leaves_out():
    """Secrets first: an image is copied from one machine to another, and each of its layers can be read."""
    left_out = {line.strip("/") for line in (ROOT / ".gitignore").read_text().split()}
    assert left_out <= {line.removeprefix("**/") for line in (ROOT / ".dockerignore").read_text().split()}


def test_an_image_recognises_the_text_of_scans():
    assert "tesseract-ocr-fra" in (ROOT / "Dockerfile").read_text()
