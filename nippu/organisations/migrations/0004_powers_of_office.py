"""What the law gives to the holder of an office, beside the work task."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_providers_periods_and_students")]
    operations = [
        migrations.AddField(
            model_name="assignment",
            name="powers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
    ]
