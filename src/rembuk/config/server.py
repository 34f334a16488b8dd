"""The web server: gunicorn with threads, and on SQLite the worker beside it."""

import ctypes
import gc
import os
import socket
import subprocess
import sys
import threading
import time
from typing import Any

from gunicorn.app.base import BaseApplication

from rembuk.foundation.kernel.errors import Refused

# New objects between two looks for rubbish.
SELDOM = 10_000
# As <malloc.h> of glibc has it.
M_ARENA_MAX = -8


def demand_free(bind: str, port: int) -> None:
    """Refuses a port that somebody listens on."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise Refused(
                "busy_port", f"porta {port} tidak dapat dipakai ({error.strerror}). Pilih lain: PORT={port + 1} …"
            ) from None


def one_heap() -> None:
    """All threads allocate from one place: glibc gives each its own, which keeps what a large page once needed."""
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(M_ARENA_MAX, 1)


def serve(*, bind: str, port: int, workers: int, threads: int, with_work: bool) -> None:
    """Runs until ended. Django must have been loaded."""
    from django.db import connection, connections

    from rembuk.config import database
    from rembuk.foundation.web import measures

    if late := database.behind():
        raise Refused("not_migrated", f"basis data belum mutakhir ({len(late)} migrasi). Jalankan: rembuk migrate")
    one_heap()
    collect_static()
    beside = Worker() if with_work and connection.vendor == "sqlite" else None
    connections.close_all()
    # Nor may the workers share what a pool holds open.
    getattr(connection, "close_pool", lambda: None)()
    host = f"[{bind}]" if ":" in bind else bind
    hooks: dict[str, Any] = {"post_fork": lambda _, worker: measures.take_place(worker.age)}
    if beside:
        hooks |= {"when_ready": lambda _: beside.start(), "on_exit": lambda _: beside.end()}
    Server(
        {
            "bind": f"{host}:{port}", "workers": workers, "threads": threads, "worker_class": "gthread",
            "preload_app": True, "keepalive": 5, "timeout": 60, "graceful_timeout": 15, "loglevel": "warning",
            "control_socket_disable": True, "logconfig_dict": logged(),
            **hooks,
        }
    ).run()  # fmt: skip


def logged() -> dict[str, Any]:
    """gunicorn speaks as the program does: to the same place, in the same form."""
    from django.conf import settings

    said: dict[str, Any] = settings.LOGGING
    return {**said, "loggers": {**said["loggers"], "gunicorn.error": {"handlers": [], "propagate": True}}}


def collect_static() -> None:
    """Hashed and compressed copies of the static files under REMBUK_HOME; made anew when ours are newer."""
    from pathlib import Path

    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    made = manifest.stat().st_mtime if manifest.exists() else 0
    newest = max(
        (
            Path(storage.path(name)).stat().st_mtime
            for finder in finders.get_finders()
            for name, storage in finder.list([])
        ),
        default=0,
    )
    if not made or newest > made:
        # What was there stays: while a city is upgraded, pages of yesterday's process still ask for yesterday's files.
        call_command("collectstatic", interactive=False, verbosity=0)


class Server(BaseApplication):
    """gunicorn, configured from a dictionary."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Takes the options."""
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application."""
        from rembuk.config.wsgi import application

        # What is loaded stays: the workers share its pages, and nobody looks through it for rubbish again and again;
        # nor ten times while a page is made, most of which is gone with its last mention.
        gc.collect()
        gc.freeze()
        gc.set_threshold(SELDOM)
        return application


class Worker:
    """`rembuk work` as a child, started again when it dies. It ends by itself when its parent is gone."""

    PAUSE = 1.0

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.ending = threading.Event()

    def start(self) -> None:
        """Starts the child and a thread that watches over it."""
        threading.Thread(target=self.watch, daemon=True, name="worker-watch").start()

    def watch(self) -> None:
        """Starts the worker again and again until told to end."""
        command = [sys.executable, "-m", "rembuk", "work", "--parent", str(os.getpid())]
        while not self.ending.is_set():
            self.process = subprocess.Popen(command)
            self.process.wait()
            if not self.ending.wait(self.PAUSE):
                print("rembuk: pekerja berhenti, dihidupkan lagi", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Ends the child politely, and after some seconds for good."""
        self.ending.set()
        process = self.process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        limit = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < limit:
            time.sleep(0.05)
        if process.poll() is None:
            process.kill()
