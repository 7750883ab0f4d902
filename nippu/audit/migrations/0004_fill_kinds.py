from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    """Records from before kinds were told get theirs."""

    dependencies = [("audit", "0003_complete_log")]

    operations = [
        migrations.RunSQL((HERE / "fill_kinds.sql").read_text(), migrations.RunSQL.noop),
    ]
