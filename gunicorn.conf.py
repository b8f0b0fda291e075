"""Gunicorn as production and the demonstration run it. Every value can be overridden by an environment variable."""

import os

wsgi_app = "civitac.wsgi:application"
pythonpath = "site"
bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_WORKERS") or "2")
max_requests = 2000
max_requests_jitter = 200
timeout = 60
logger_class = "civitac.core.secret_paths.GunicornLogger"
accesslog = os.environ.get("ACCESS_LOG") or None
control_socket_disable = True
# The site stands at the root of its host: no header moves it elsewhere, not even one sent from this machine.
forwarder_headers = ""
