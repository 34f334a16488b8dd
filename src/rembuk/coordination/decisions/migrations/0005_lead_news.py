from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0004_weeks'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(fields=['lead', '-news_at', '-id'], name='decisions_lead_news'),
        ),
    ]
