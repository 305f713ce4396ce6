"""``manage.py keepsake_migrate``: moves the files of FileFields into S3."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

from keepsake_django.cli import run_keepsake
from keepsake_django.database import database_url
from keepsake_django.file_fields import named_fields, table_entry


class Command(BaseCommand):
    help = "Move the files of FileFields into S3. What follows -- goes to keepsake migrate."
    stealth_options = ("more",)
    more = ()

    def run_from_argv(self, argv):
        """Keep what follows ``--`` for keepsake: this command does not know its options."""
        cut = argv.index("--") if "--" in argv else len(argv)
        self.more = argv[cut + 1 :]
        super().run_from_argv(argv[:cut])

    def add_arguments(self, parser):
        parser.add_argument(
            "fields", nargs="*", metavar="app.Model.field", help="all FileFields if none is named"
        )
        parser.add_argument("--to", metavar="s3://bucket/prefix", help="where the files go")
        parser.add_argument("--dry-run", action="store_true", help="read all, move nothing")
        parser.add_argument("--batch-size", type=int, help="records put on file together")
        parser.add_argument("--resume-batch", metavar="ID", help="go on with this batch")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="alias of DATABASES")
        parser.add_argument("--root", metavar="folder|url", help="where the files are")

    def handle(self, *args, **options):
        with TemporaryDirectory(prefix="keepsake-") as folder:
            words = _words(options, Path(folder) / "tables.json")
            more = options.get("more") or self.more
            sys.exit(run_keepsake([*words, *more], options["database"]))


def _assert_planned(options):
    """Refuse words that a batch on record would not follow."""
    told = [name for name in ("fields", "to", "batch_size", "root") if options[name]]
    if told:
        word = options["fields"][0] if told[0] == "fields" else f"--{told[0].replace('_', '-')}"
        raise CommandError(f"--resume-batch goes on as the batch was planned: leave out {word}.")


def _words(options, tables):
    """The command line of keepsake. The fields are written to the file ``tables``."""
    dry = ["--dry-run"] if options["dry_run"] else []
    # An empty id, as of a shell's empty variable, must not begin another batch.
    if options["resume_batch"] is not None:
        _assert_planned(options)
        verb = ["migrate", *dry, "--resume"] if dry else ["resume"]
        return [*verb, options["resume_batch"]]
    fields = named_fields(options["fields"])
    tables.write_text(json.dumps([table_entry(field, options["root"]) for field in fields]))
    to = ["--to", options["to"]] if options["to"] else []
    size = ["--batch-size", str(options["batch_size"])] if options["batch_size"] else []
    return ["migrate", database_url(options["database"]), "--tables", str(tables), *to, *dry, *size]
