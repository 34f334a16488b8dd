from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("meetings", "0005_after")]

    operations = [
        migrations.AddField(model_name="agendaitem", name="drafted", field=models.JSONField(null=True)),
    ]
