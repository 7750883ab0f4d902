from django.db import migrations, models

import nippu.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StructureImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nippu.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("professional_id", models.UUIDField()),
                ("state", models.CharField(max_length=20)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("cancel_asked_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("total", models.PositiveIntegerField(null=True)),
                ("report", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("state",),
                        name="import_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "running")),
                            models.Q(
                                models.Q(("state", "running"), _negated=True), ("ended_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="import_ended_when_not_running",
                    ),
                ],
            },
        ),
    ]
