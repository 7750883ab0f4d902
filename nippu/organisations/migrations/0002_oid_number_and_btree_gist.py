from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """The numbers of our own object identifiers, and what periods that exclude each other need."""

    dependencies = [("organisations", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(
            "CREATE SEQUENCE organisations_oid_number", "DROP SEQUENCE organisations_oid_number"
        ),
    ]
