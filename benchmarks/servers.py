"""The servers of a run: Civitac, its floors, and nginx in front. Each is stopped by its own process id."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .surroundings import BIN, ROOT, Surroundings, manage

START_SECONDS, STOP_SECONDS = 30, 10
FLOOR_SETTINGS = """
from .base import *
import environ

DEBUG = False
SECRET_KEY = "only-for-benchmarks"
ALLOWED_HOSTS = ["127.0.0.1"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES = {"default": environ.Env().db("DATABASE_URL") | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
"""
# As long as the one that a page is sent with.
POLICY = (
    f"default-src 'self'; style-src 'self' 'sha256-{44 * '-'}'; script-src 'self' 'sha256-{44 * '-'}' 'sha256-{44 * '-'}'; "
    "img-src 'self' data:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
NGINX = """
daemon off;
pid {folder}/nginx-{floor_port}.pid;
error_log {folder}/nginx-errors.log;
worker_processes 2;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {folder}/temp-body;
    proxy_temp_path {folder}/temp-proxy;
    fastcgi_temp_path {folder}/temp-fastcgi;
    uwsgi_temp_path {folder}/temp-uwsgi;
    scgi_temp_path {folder}/temp-scgi;
    {site}
    # The floor: the same bytes as a file, compressed beforehand, under the headers of a page.
    server {{
        listen 127.0.0.1:{floor_port};
        access_log {folder}/nginx.log civitac;
        open_file_cache max=1000 inactive=60s;
        add_header Content-Security-Policy "{policy}";
        add_header X-Frame-Options SAMEORIGIN;
        add_header X-Content-Type-Options nosniff;
        add_header Referrer-Policy same-origin;
        add_header Cross-Origin-Opener-Policy same-origin;
        add_header Cache-Control "public, max-age=0, s-maxage=60";
        add_header Vary Accept-Encoding;
        location / {{ root {folder}/floor; gzip_static always; default_type text/html; }}
    }}
}}
"""


@dataclass(frozen=True)
class Server:
    url: str
    pid: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: list[str], environment: dict[str, str], ready: str) -> Iterator[Server]:
    """A process that answers at `ready`. Raises TimeoutError when it does not."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        wait_for(ready, process)
        yield Server(ready.rstrip("/"), process.pid)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=START_SECONDS).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")


@contextmanager
def gunicorn(environment: dict[str, str], application: str, path: Path = ROOT) -> Iterator[Server]:
    """An application under the project's own gunicorn.conf.py: two workers, on a free port.

    Save that no worker is replaced: starting one costs seconds, which would fall on whatever page is measured.
    """
    port = free_port()
    command = [
        str(BIN / "gunicorn"),
        "--config",
        str(ROOT / "gunicorn.conf.py"),
        "--pythonpath",
        f"{ROOT / 'site'},{path}",
        application,
    ]
    environment = environment | {
        "BIND": f"127.0.0.1:{port}",
        "WEB_WORKERS": "2",
        "GUNICORN_CMD_ARGS": "--log-level warning --max-requests 0",
    }
    with running(command, environment, f"http://127.0.0.1:{port}/") as server:
        yield server


@contextmanager
def civitac(around: Surroundings, database: str, page_cache: str = "on", **more: str) -> Iterator[Server]:
    environment = around.environment(database, BENCH_PAGE_CACHE=page_cache, **more)
    with gunicorn(environment, "civitac.wsgi:application", ROOT / "site") as server:
        yield server


@contextmanager
def bare_view(around: Surroundings, body: bytes) -> Iterator[Server]:
    """A Django view that answers these bytes, and nothing else."""
    kept = around.folder / "body.html.gz"
    kept.write_bytes(body)
    with gunicorn({**os.environ, "BENCH_BODY": str(kept)}, "benchmarks.bare_view:application") as server:
        yield server


@contextmanager
def bare_file(path: str) -> Iterator[Server]:
    """A Django view that answers this file, and nothing else."""
    with gunicorn({**os.environ, "BENCH_FILE": path}, "benchmarks.bare_file:application") as server:
        yield server


@contextmanager
def asking_file(around: Surroundings, database: str, path: str) -> Iterator[Server]:
    """A Django view that answers this file to whoever has signed in, and nothing else."""
    environment = around.environment(database, BENCH_FILE=path)
    with gunicorn(environment, "benchmarks.asking_file:application") as server:
        yield server


def make_bare_project(around: Surroundings) -> dict[str, str]:
    """The environment of a project that `wagtail start` has just made, its home page in a database of its own."""
    folder = around.folder / "bare"
    folder.mkdir()
    subprocess.run([str(BIN / "wagtail"), "start", "bare", str(folder)], check=True, stdout=subprocess.DEVNULL)
    (folder / "bare" / "settings" / "bench.py").write_text(FLOOR_SETTINGS)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bare.settings.bench",
        "DATABASE_URL": around.create_database(f"{around.name}_bare"),
    }
    manage(environment, "migrate", "-v0", folder=folder)
    return environment


@contextmanager
def bare_project(around: Surroundings, environment: dict[str, str]) -> Iterator[Server]:
    with gunicorn(environment, "bare.wsgi:application", around.folder / "bare") as server:
        yield server


@contextmanager
def nginx(around: Surroundings, upstream: Server) -> Iterator[tuple[Server, Server]]:
    """nginx as deploy/nginx.conf sets it up, in front of `upstream`; and its files, served as they are."""
    port, floor_port = free_port(), free_port()
    site = on_loopback((ROOT / "deploy" / "nginx.conf").read_text(), around.folder, port, upstream.url)
    configuration = around.folder / f"nginx-{port}.conf"
    configuration.write_text(NGINX.format(folder=around.folder, site=site, floor_port=floor_port, policy=POLICY))
    (around.folder / "floor").mkdir(exist_ok=True)
    command = ["nginx", "-e", str(around.folder / "nginx-errors.log"), "-c", str(configuration)]
    with running(command, dict(os.environ), f"http://127.0.0.1:{port}/") as front:
        yield front, Server(f"http://127.0.0.1:{floor_port}", front.pid)


def on_loopback(shipped: str, folder: Path, port: int, upstream: str) -> str:
    """The shipped configuration on this machine: other ports and folders, no TLS, more said in the log.

    Everything else is measured as it ships. Raises ValueError when the file no longer says what is replaced.
    """
    changes = [
        (r"/var/cache/nginx/civitac", f"{folder}/cache-{port}"),
        (r"/var/log/nginx/civitac\.log", f"{folder}/nginx.log"),
        (r"\$body_bytes_sent", "$upstream_cache_status $bytes_sent"),
        (r"server 127\.0\.0\.1:8000;", f"server {upstream.removeprefix('http://')};"),
        (r"listen 443 ssl( http2)?;", f"listen 127.0.0.1:{port};"),
        (r"( *http2 on;\n)?( *)server_name [^;]+;", r"\2server_name 127.0.0.1;"),
        (r"/srv/civitac/staticfiles/", f"{folder}/static/"),
        (r"/srv/civitac/var/media/", f"{folder}/media/"),
        (r"/srv/civitac/var/documents/", f"{folder}/documents/"),
    ]
    adapted = shipped
    for pattern, replacement in changes:
        adapted, count = re.subn(pattern, replacement, adapted)
        if count != 1:
            raise ValueError(f"deploy/nginx.conf: {pattern} is there {count} times")
    return adapted
