from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("meetings", "0007_rooms")]

    operations = [
        migrations.AddField(
            model_name="kind", name="lasts", field=models.PositiveSmallIntegerField(db_default=120, default=120)
        ),
    ]
