from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    """The log of use takes new rows only."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            (HERE / "append_only.sql").read_text(), (HERE / "append_only_undone.sql").read_text()
        ),
    ]
