"""`make demo` keeps its processes up together and leaves none behind, whatever ends it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "demo.py"
WEB = """
import http.server, os
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *args):
        pass
open(f"pid-{os.getpid()}", "w").close()
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Answer).serve_forever()
"""
# Stubborn, with a child of its own that outlives a polite parent.
WORKER = """
import os, signal, time
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(f"pid-{os.getpid()}", "w").close()
time.sleep(60)
"""
SECONDS = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def installation(tmp_path):
    """The script beside a Procfile of two tiny programs and a manage.py that does what it is told by a file."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(SCRIPT, tmp_path / "scripts")
    (tmp_path / "Procfile").write_text("release: false\nweb: python web.py\nworker: python worker.py\n")
    (tmp_path / "web.py").write_text(WEB)
    (tmp_path / "worker.py").write_text(WORKER)
    (tmp_path / "manage.py").write_text("")
    return tmp_path


@pytest.fixture
def start(installation):
    """`start(port)` → the running script; whatever it leaves is ended after the test."""
    running = []

    def run(port: int) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "scripts/demo.py"],
            cwd=installation,
            env={**os.environ, "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.wait()
    for pid in started(installation):
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def started(installation: Path) -> list[int]:
    return [int(path.name.removeprefix("pid-")) for path in installation.glob("pid-*")]


def is_alive(pid: int) -> bool:
    """Running, not merely waiting for its parent to take notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition) -> bool:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def read_until_open(process: subprocess.Popen) -> str:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "est ouvert" in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda ending: ending.name)
def test_no_process_is_left(start, installation, ending):
    port = free_port()
    script = start(port)
    assert f"http://127.0.0.1:{port}/" in read_until_open(script)
    assert wait_for(lambda: len(started(installation)) == 3)
    script.send_signal(ending)
    assert script.wait(SECONDS) == 0
    assert wait_for(lambda: not any(is_alive(pid) for pid in started(installation)))


def test_when_one_process_ends_all_end_and_it_is_named(start, installation):
    (installation / "worker.py").write_text("import sys, time; time.sleep(1); sys.exit(3)")
    script = start(free_port())
    printed, _nothing = script.communicate(timeout=SECONDS)
    assert script.returncode == 1
    assert "« worker » s’est arrêté (code 3)" in printed
    assert not any(is_alive(pid) for pid in started(installation))


def test_a_failed_preparation_starts_nothing(start, installation):
    (installation / "manage.py").write_text("import sys; sys.exit('non' if sys.argv[1] == 'load_demo' else 0)")
    script = start(free_port())
    printed, _nothing = script.communicate(timeout=SECONDS)
    assert script.returncode == 1
    assert "load_demo" in printed
    assert not started(installation)


def test_a_taken_port_is_named_before_anything_is_prepared(start, installation):
    (installation / "manage.py").write_text("open('prepared', 'w')")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        script = start(port)
        printed, _nothing = script.communicate(timeout=SECONDS)
    assert script.returncode == 1
    assert f"Le port {port} n’est pas libre" in printed
    assert not (installation / "prepared").exists()
