"""``manage.py keepsake_migrate``: moves the files of FileFields into S3."""

import sys

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from keepsake_django.cli import run_keepsake
from keepsake_django.database import database_url
from keepsake_django.file_fields import named_fields, source_words

# keepsake's exit code of a batch in which files failed or changed. The next field can still go.
WITH_ERRORS = 3


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
        worst = 0
        for words in _command_lines(options):
            code = run_keepsake([*words, *(options.get("more") or self.more)], options["database"])
            if code not in (0, WITH_ERRORS):
                sys.exit(code)
            worst = max(worst, code)
        sys.exit(worst)


def _command_lines(options):
    """One for each field, or the one that resumes."""
    dry = ["--dry-run"] if options["dry_run"] else []
    if options["resume_batch"]:
        verb = ["migrate", *dry, "--resume"] if dry else ["resume"]
        return [[*verb, options["resume_batch"]]]
    to = ["--to", options["to"]] if options["to"] else []
    size = ["--batch-size", str(options["batch_size"])] if options["batch_size"] else []
    url = database_url(options["database"])
    return [
        ["migrate", url, *source_words(field, options["root"]), *to, *dry, *size]
        for field in named_fields(options["fields"])
    ]
