"""Runs the demonstration: prepares an embedded database, then starts every process of the Procfile until Ctrl-C."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
GRACE_SECONDS = 10


def environment() -> dict[str, str]:
    port = os.environ.get("PORT", "8000")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "civitac.settings.demo",
        "PORT": port,
        "SITE_URL": os.environ.get("SITE_URL", f"http://127.0.0.1:{port}"),
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
    }


def processes() -> dict[str, list[str]]:
    """The lines of the Procfile that stay up, by name."""
    lines = (line.partition(":") for line in (ROOT / "Procfile").read_text().splitlines() if ":" in line)
    return {name: shlex.split(command) for name, _colon, command in lines if name != "release"}


def main() -> int:
    surroundings = environment()
    for arguments in (
        ["migrate", "--noinput", "-v", "0"],
        ["collectstatic", "--noinput", "-v", "0"],
        ["prepare"],
        ["load_demo"],
    ):
        done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=surroundings, check=False)
        if done.returncode:
            return done.returncode
    # Each in a group of its own, so that its own children stop with it.
    started = [
        subprocess.Popen(command, cwd=ROOT, env=surroundings, start_new_session=True)
        for command in processes().values()
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"\nCivitac : {surroundings['SITE_URL']}/   ·   Ctrl-C pour arrêter\n", flush=True)
    try:
        while all(process.poll() is None for process in started):
            time.sleep(0.5)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        stop(started)


def stop(started: list[subprocess.Popen]) -> None:
    for process in started:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in started:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
