"""Signed versions: added by SQL functions only, never changed or removed."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("audit", "0001_initial"), ("cases", "0001_initial")]
    operations = [
        migrations.RunSQL(
            sql=(HERE / "signing.sql").read_text(encoding="utf-8"),
            reverse_sql=(HERE / "signing_undone.sql").read_text(encoding="utf-8"),
        )
    ]
