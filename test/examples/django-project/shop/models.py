"""Three tables with files."""

from django.db import models


class Photo(models.Model):
    image = models.FileField(upload_to="photos/%Y", max_length=200)


class Invoice(models.Model):
    number = models.CharField(max_length=20, primary_key=True)
    document = models.FileField(upload_to="invoices", null=True)


class Scan(models.Model):
    pk = models.CompositePrimaryKey("shop", "number")
    shop = models.CharField(max_length=20)
    number = models.IntegerField(db_column="no, old")
    page = models.FileField(upload_to="scans")

    class Meta:
        db_table = "old.scans"
