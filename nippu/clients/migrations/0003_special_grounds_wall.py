"""The second wall around special grounds."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_restricted_and_special_grounds"), ("access", "0003_wall")]
    operations = [
        migrations.RunSQL(
            sql=(HERE / "special_grounds_wall.sql").read_text(encoding="utf-8"),
            reverse_sql=(HERE / "special_grounds_wall_undone.sql").read_text(encoding="utf-8"),
        )
    ]
