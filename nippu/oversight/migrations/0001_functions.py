from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    """What those who watch over the use of data may ask of clients and cases, whose rows they do not see."""

    dependencies = [
        ("access", "0003_wall"),
        ("audit", "0006_second_wall"),
        ("people", "0001_initial"),
        ("organisations", "0003_providers_periods_and_students"),
        ("clients", "0002_restricted_and_special_grounds"),
        ("cases", "0003_second_wall"),
    ]

    operations = [
        migrations.RunSQL((HERE / "functions.sql").read_text(), (HERE / "functions_undone.sql").read_text()),
    ]
