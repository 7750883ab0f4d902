import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nippu.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_oid_number_and_btree_gist"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Provider",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nippu.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("oid", models.CharField(max_length=100, unique=True)),
                ("business_id", models.CharField(max_length=20)),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="ProviderContract",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nippu.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "service_tasks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("start", models.DateField()),
                ("end", models.DateField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="assignment",
            name="service_tasks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="student",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="assignment",
            name="supervisor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supervised",
                to="organisations.professional",
            ),
        ),
        migrations.AddField(
            model_name="controller",
            name="kind",
            field=models.CharField(
                choices=[("public", "public"), ("private", "private")], default="public", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="professional",
            name="employee_id",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="unit",
            name="end",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="unit",
            name="mediation",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="unit",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="shelter",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="unit",
            name="start",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="work_task",
            field=models.CharField(
                choices=[
                    ("broad_responsibility", "broad_responsibility"),
                    ("child_social_worker", "child_social_worker"),
                    ("arranging", "arranging"),
                    ("child_supervisor", "child_supervisor"),
                    ("implementing", "implementing"),
                    ("provider_arranging", "provider_arranging"),
                    ("provider_implementing", "provider_implementing"),
                    ("administrative", "administrative"),
                    ("archive", "archive"),
                    ("management", "management"),
                    ("data_protection", "data_protection"),
                    ("system_administration", "system_administration"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="oid",
            field=models.CharField(max_length=100),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("student", False), ("supervisor__isnull", False), _connector="OR"),
                name="student_has_supervisor",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervisor", models.F("professional")), _negated=True),
                name="nobody_supervises_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="professional",
            constraint=models.UniqueConstraint(
                condition=models.Q(("employee_id", ""), _negated=True),
                fields=("controller", "employee_id"),
                name="employee_id_once_in_controller",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="provider",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="units",
                to="organisations.provider",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                fields=("controller", "oid"), name="unit_oid_once_in_controller"
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="unit_is_no_part_of_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start__isnull", True),
                    ("end__isnull", True),
                    ("end__gte", models.F("start")),
                    _connector="OR",
                ),
                name="unit_ends_after_start",
            ),
        ),
        migrations.AddField(
            model_name="providercontract",
            name="controller",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contracts",
                to="organisations.controller",
            ),
        ),
        migrations.AddField(
            model_name="providercontract",
            name="provider",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contracts",
                to="organisations.provider",
            ),
        ),
        migrations.AddConstraint(
            model_name="providercontract",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                name="contract_ends_after_start",
            ),
        ),
    ]
