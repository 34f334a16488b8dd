from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0011_meeting_of_a_kind'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['status', 'starts_at', 'id'], name='meetings_in_a_state'),
        ),
    ]
