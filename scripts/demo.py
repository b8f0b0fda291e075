"""Runs the demonstration: prepares an embedded database, then keeps every process of the Procfile up until Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
PREPARATION = (
    ["migrate", "--noinput", "-v", "0"],
    ["collectstatic", "--noinput", "-v", "0"],
    ["prepare"],
    ["load_demo"],
)
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_SECONDS, GRACE_SECONDS = 60, 10


class Failure(Exception):
    """What keeps the demonstration from running, in words for the person who started it."""


def main() -> int:
    for number in STOPPING:
        signal.signal(number, interrupt)
    surroundings = environment()
    started: dict[str, subprocess.Popen] = {}
    try:
        check_port(int(surroundings["PORT"]))
        for arguments in PREPARATION:
            prepare(arguments, surroundings)
        for name, command in processes().items():
            # Each in a session of its own: the terminal's Ctrl-C reaches this script alone, which stops them in order.
            started[name] = subprocess.Popen(command, cwd=ROOT, env=surroundings, start_new_session=True)
        wait_until_ready(int(surroundings["PORT"]), started)
        print(f"\nCivitac est ouvert : {surroundings['SITE_URL']}/   ·   Ctrl-C pour arrêter\n", flush=True)
        while True:
            check_alive(started)
            time.sleep(0.5)
    except Failure as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nArrêt de la démonstration.", flush=True)
        return 0
    finally:
        stop(list(started.values()))


def interrupt(*_signal: object) -> None:
    raise KeyboardInterrupt


def environment() -> dict[str, str]:
    port = os.environ.get("PORT", "8000")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "civitac.settings.demo",
        "PORT": port,
        "SITE_URL": os.environ.get("SITE_URL", f"http://{HOST}:{port}"),
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "GUNICORN_CMD_ARGS": os.environ.get("GUNICORN_CMD_ARGS", "--log-level=warning"),
    }


def processes() -> dict[str, list[str]]:
    """The lines of the Procfile that stay up, by name."""
    lines = (line.partition(":") for line in (ROOT / "Procfile").read_text().splitlines() if ":" in line)
    return {name: shlex.split(command) for name, _colon, command in lines if name != "release"}


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Failure(
                f"Le port {port} n’est pas libre ({error.strerror}). Choisissez-en un autre : make demo PORT={port + 1}"
            ) from error


def prepare(arguments: list[str], surroundings: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, start_new_session=True, check=False)
    if done.returncode:
        raise Failure(f"« manage.py {arguments[0]} » a échoué : la démonstration ne peut pas démarrer.")


def wait_until_ready(port: int, started: dict[str, subprocess.Popen]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        check_alive(started)
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"http://{HOST}:{port}/livez", timeout=2).close()
            return
        time.sleep(0.2)
    raise Failure(f"Le site ne répond pas sur le port {port} après {START_SECONDS} secondes.")


def check_alive(started: dict[str, subprocess.Popen]) -> None:
    for name, process in started.items():
        if process.poll() is not None:
            raise Failure(f"Le processus « {name} » s’est arrêté (code {process.returncode}).")


def stop(started: list[subprocess.Popen]) -> None:
    """Ask each to end, then end what is left of its session; nothing interrupts this."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    for process in started:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in started:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
