"""The FileFields of a project, as keepsake migrates them: table, key, column and folder."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.files.storage import FileSystemStorage
from django.core.management.base import CommandError
from django.db.models import FileField


def named_fields(labels):
    """The fields of ``app.Model.field`` labels; without labels, all there are."""
    fields = [_field(label) for label in labels] or all_fields()
    if not fields:
        raise CommandError("No model has a FileField.")
    return fields


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


def table_entry(field, root=None):
    """What ``keepsake migrate --tables`` has to know of a field's table, key, column and folder."""
    meta = field.model._meta
    # A CompositePrimaryKey (Django 5.2) is made of fields and has no column itself.
    key = getattr(meta, "pk_fields", [meta.pk])
    return {
        "table": _name(meta.db_table, "."),
        "id": ",".join(_name(part.column, ",") for part in key),
        "column": field.column,
        "root": str(root or _folder(field)),
        "keys": "path",
    }


def _name(name, divider):
    """In quotes where keepsake would see parts of it. Django too leaves quotes as they are."""
    return f'"{name}"' if divider in name and not name.startswith('"') else name


def _folder(field):
    if isinstance(field.storage, FileSystemStorage):
        return str(field.storage.location)
    label = f"{field.model._meta.label}.{field.name}"
    raise CommandError(f"The files of {label} are not in a folder. Name their --root.")
