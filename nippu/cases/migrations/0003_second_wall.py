"""The second wall around persons, clients and cases."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_implementation_links"),
        ("clients", "0002_restricted_and_special_grounds"),
        ("people", "0001_initial"),
        ("access", "0003_wall"),
    ]
    operations = [
        migrations.RunSQL(
            sql=(HERE / "wall.sql").read_text(encoding="utf-8"),
            reverse_sql=(HERE / "wall_undone.sql").read_text(encoding="utf-8"),
        )
    ]
