"""``manage.py keepsake <verb> …``: any verb of the command line."""

import sys

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from keepsake_django.cli import run_keepsake


class Command(BaseCommand):
    help = "Run any verb of the keepsake command line with the project's database password."

    def run_from_argv(self, argv):
        """Hand on the words as they are: their meaning is the command line's."""
        sys.exit(run_keepsake(argv[2:], DEFAULT_DB_ALIAS))

    def add_arguments(self, parser):
        parser.add_argument("words", nargs="*")

    def handle(self, *args, words=(), **options):
        """For ``call_command``."""
        sys.exit(run_keepsake(words, DEFAULT_DB_ALIAS))
