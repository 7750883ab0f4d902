"""The second wall around those who work, and around their accounts."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_powers_of_office"),
        ("access", "0004_second_steps_and_sessions"),
    ]
    operations = [
        migrations.RunSQL(
            sql=(HERE / "wall.sql").read_text(encoding="utf-8"),
            reverse_sql=(HERE / "wall_undone.sql").read_text(encoding="utf-8"),
        )
    ]
