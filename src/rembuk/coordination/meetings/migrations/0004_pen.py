import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rembuk.foundation.kernel.chance


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0003_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pen",
            fields=[
                ("id", models.UUIDField(default=rembuk.foundation.kernel.chance.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=300)),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("item", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.agendaitem")),
                ("meeting", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="pen", to="meetings.meeting")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
