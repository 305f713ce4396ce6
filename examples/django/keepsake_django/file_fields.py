"""The FileFields of a project, as keepsake migrates them: table, key, column and folder."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.files.storage import FileSystemStorage
from django.core.management.base import CommandError
from django.db.models import FileField


def named_fields(labels):
    """The fields of ``app.Model.field`` labels; without labels, all there are."""
    return [_field(label) for label in labels] or all_fields()


def all_fields():
    """Every FileField of a table that Django manages, each once."""
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    fields = [field for model in models for field in model._meta.local_fields]
    return [field for field in fields if isinstance(field, FileField)]


def _field(label):
    try:
        model, name = label.rsplit(".", 1)
        field = apps.get_model(model)._meta.get_field(name)
    except (FieldDoesNotExist, LookupError, ValueError) as unknown:
        raise CommandError(f"There is no field {label}. Write it as app.Model.field.") from unknown
    if not isinstance(field, FileField):
        raise CommandError(f"{label} is no FileField.")
    return field


def source_words(field, root=None):
    """The options of ``keepsake migrate`` that say where a field's files are named."""
    meta = field.model._meta
    words = ["--table", meta.db_table, "--id", meta.pk.column, "--column", field.column]
    return [*words, "--root", root or _folder(field), "--keys", "path"]


def _folder(field):
    if isinstance(field.storage, FileSystemStorage):
        return str(field.storage.location)
    label = f"{field.model._meta.label}.{field.name}"
    raise CommandError(f"The files of {label} are not in a folder. Name their --root.")
