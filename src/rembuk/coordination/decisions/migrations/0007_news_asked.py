from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0006_raised")]

    operations = [migrations.AddField("followup", "news_asked_at", models.DateTimeField(null=True))]
