from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    """The database lets only those who watch over the use of data read the log."""

    dependencies = [("audit", "0005_whole_log_append_only"), ("access", "0003_wall")]

    operations = [
        migrations.RunSQL((HERE / "wall.sql").read_text(), (HERE / "wall_undone.sql").read_text()),
    ]
