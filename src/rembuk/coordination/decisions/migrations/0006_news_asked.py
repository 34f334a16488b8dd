from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0005_lead_news")]

    operations = [migrations.AddField("followup", "news_asked_at", models.DateTimeField(null=True))]
