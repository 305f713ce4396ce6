"""A database of ``DATABASES`` as keepsake wants it: a URL without a password, and the password."""

import os
from urllib.parse import quote, urlencode

from django.core.management.base import CommandError
from django.db import connections

TLS_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl")

# libpq's folder of sockets on Debian, Ubuntu and Red Hat.
SOCKET_FOLDER = "/var/run/postgresql"


def database_url(alias):
    """``postgres://user@host:port/name``, with the TLS options of ``OPTIONS``."""
    found = connections[alias].settings_dict
    if connections[alias].vendor != "postgresql":
        raise CommandError(f"{alias} is no PostgreSQL database; keepsake needs one.")
    options = {name: found["OPTIONS"][name] for name in TLS_OPTIONS if name in found["OPTIONS"]}
    host = found["HOST"] or os.environ.get("PGHOST") or SOCKET_FOLDER
    name = quote(found["NAME"], safe="")
    if host.startswith("/"):
        user = {"user": found["USER"]} if found["USER"] else {}
        port = {"port": found["PORT"]} if found["PORT"] else {}
        return _with_options(f"postgres:///{name}", {"host": host, **port, **user, **options})
    user = f"{quote(found['USER'], safe='')}@" if found["USER"] else ""
    port = f":{found['PORT']}" if found["PORT"] else ""
    shown = f"[{host}]" if ":" in host else host
    return _with_options(f"postgres://{user}{shown}{port}/{name}", options)


def _with_options(url, options):
    return f"{url}?{urlencode(options)}" if options else url


def database_environment(alias):
    """The password, which must not stand in the arguments of a process."""
    password = connections[alias].settings_dict["PASSWORD"]
    return {"PGPASSWORD": password} if password else {}
