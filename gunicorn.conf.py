"""The web server's settings; every value can be changed by the environment (docs/exploitation.md)."""

import gc
import os

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "2"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat of the workers must not wait for a disk
timeout = 60
graceful_timeout = 30
keepalive = 5
# A worker is replaced now and then, the workers not all at once.
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "2000"))
max_requests_jitter = 200
# Loaded once, before the fork: workers share the memory of the code.
preload_app = True
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = os.environ.get("WEB_ACCESS_LOG") or None
errorlog = "-"
loglevel = "warning"


def when_ready(server):
    """What is loaded stays for ever: spare the full collections that walk it in the middle of a request."""
    gc.collect()
    gc.freeze()
