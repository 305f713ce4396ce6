"""A shop whose photos are in a folder, or, once DJANGO_BUCKET is set, in S3."""

import json
import os

SECRET_KEY = "of a test"
INSTALLED_APPS = ["shop", "keepsake_django"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = os.environ["DJANGO_MEDIA"]
KEEPSAKE_COMMAND = json.loads(os.environ["KEEPSAKE_WORDS"])

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "127.0.0.1",
        "PORT": os.environ["DJANGO_PORT"],
        "NAME": "postgres",
        "USER": os.environ["DJANGO_USER"],
        "PASSWORD": "se cret%",
    }
}

if "DJANGO_BUCKET" in os.environ:
    STORAGES = {
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": os.environ["DJANGO_BUCKET"],
                "endpoint_url": os.environ["AWS_ENDPOINT_URL"],
            },
        },
        "staticfiles": {"BACKEND": "django.core.files.storage.StaticFilesStorage"},
    }
