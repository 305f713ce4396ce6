"""Runs the keepsake command line with the terminal, signals and exit codes of this process."""

import os
import signal
import subprocess
import threading

from django.conf import settings
from django.core.management.base import CommandError

from .database import database_environment

PASSED_ON = (signal.SIGTERM, signal.SIGHUP)


def run_keepsake(words, database):
    """Run ``keepsake <words>`` to its end and return its exit code."""
    command = [*getattr(settings, "KEEPSAKE_COMMAND", ["keepsake"]), *words]
    environment = {**os.environ, **database_environment(database)}
    try:
        process = subprocess.Popen(command, env=environment)
    except FileNotFoundError as missing:
        raise CommandError(
            f"{command[0]} was not found. Install it, or set KEEPSAKE_COMMAND."
        ) from missing
    code = _wait_for(process)
    return code if code >= 0 else 128 - code


def _wait_for(process):
    if threading.current_thread() is not threading.main_thread():
        return process.wait()
    # A terminal sends Ctrl-C to both processes. keepsake finishes what is in flight.
    handlers = {signal.SIGINT: signal.SIG_IGN}
    for number in PASSED_ON:
        handlers[number] = lambda received, _frame: process.send_signal(received)
    former = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        return process.wait()
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
