"""The documents that there are get their data class from their structure."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nippu.access.data_classes import DataClass, classes_of_structures


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """One statement for each class."""
    documents = apps.get_model("documents", "Document").objects
    for data_class in DataClass:
        codes = [code for code, found in classes_of_structures().items() if found is data_class]
        documents.filter(structure_code__in=codes).update(data_class=data_class.value)


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_data_class")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
