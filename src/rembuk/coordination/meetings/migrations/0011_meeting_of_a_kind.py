from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0010_kind_open_to_all'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['kind', 'starts_at', 'id'], name='meetings_of_a_kind'),
        ),
    ]
