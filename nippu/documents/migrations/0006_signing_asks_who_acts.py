"""Signing asks who acts."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_second_wall"),
        ("audit", "0005_whole_log_append_only"),
        ("organisations", "0003_providers_periods_and_students"),
    ]
    operations = [
        migrations.RunSQL(
            sql=(HERE / "signer.sql").read_text(encoding="utf-8"),
            reverse_sql=(HERE / "signer_undone.sql").read_text(encoding="utf-8"),
        )
    ]
