from django.db import migrations, models

import rembuk.foundation.kernel.chance


class Migration(migrations.Migration):

    dependencies = [("meetings", "0006_drafted")]

    operations = [
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.UUIDField(default=rembuk.foundation.kernel.chance.new_id, primary_key=True, serialize=False)),
                ("words", models.CharField(max_length=160, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={"ordering": ["words"]},
        ),
    ]
