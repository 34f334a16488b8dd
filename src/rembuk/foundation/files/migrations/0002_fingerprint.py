import django.db.models.deletion
from django.db import migrations, models


def photos_due(apps, editor):
    """Photos from before get their fingerprint with the next small pictures."""
    apps.get_model("files", "File").objects.filter(kind="photo", removed_at=None).update(thumbnails_due=True)


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fingerprint',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='fingerprint', serialize=False, to='files.file')),
                ('bits', models.BigIntegerField()),
                ('band_0', models.IntegerField()),
                ('band_1', models.IntegerField()),
                ('band_2', models.IntegerField()),
                ('band_3', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['band_0', 'bits'], name='files_band_0'), models.Index(fields=['band_1', 'bits'], name='files_band_1'), models.Index(fields=['band_2', 'bits'], name='files_band_2'), models.Index(fields=['band_3', 'bits'], name='files_band_3')],
            },
        ),
        migrations.RunPython(photos_due, migrations.RunPython.noop),
    ]
