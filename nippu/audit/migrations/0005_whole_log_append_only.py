from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    """All tables of the log only grow; records of use go after their time of keeping, their seals stay."""

    dependencies = [("audit", "0004_fill_kinds")]

    operations = [
        migrations.RunSQL(
            (HERE / "whole_log_append_only.sql").read_text(),
            (HERE / "whole_log_append_only_undone.sql").read_text(),
        ),
    ]
