"""The second wall: who acts, and the access decree as the database's policies read it."""

from pathlib import Path

from django.db import migrations, models

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("access", "0002_failed_log_ins")]
    operations = [
        migrations.CreateModel(
            name="WallKey",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("inner", models.BinaryField()),
                ("outer", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="DecreeRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("work_task", models.CharField(max_length=40)),
                ("data_class", models.CharField(max_length=20)),
                ("service_task", models.CharField(max_length=40)),
                ("own", models.BooleanField()),
                ("linked", models.BooleanField()),
                ("shelter", models.BooleanField(null=True)),
                ("mediation", models.BooleanField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["work_task", "data_class"], name="decree_by_task_and_class")]
            },
        ),
        migrations.RunSQL(
            sql=(HERE / "wall.sql").read_text(encoding="utf-8"),
            reverse_sql=(HERE / "wall_undone.sql").read_text(encoding="utf-8"),
        ),
    ]
