"""The second wall around documents."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_fill_data_class"), ("cases", "0003_second_wall")]
    operations = [
        migrations.RunSQL(
            sql=(HERE / "wall.sql").read_text(encoding="utf-8"),
            reverse_sql=(HERE / "wall_undone.sql").read_text(encoding="utf-8"),
        )
    ]
