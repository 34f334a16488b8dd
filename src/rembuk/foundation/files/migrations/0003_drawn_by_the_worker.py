import django.db.models.deletion
from django.db import migrations, models

import rembuk.foundation.kernel.chance


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0002_fingerprint'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='state',
            field=models.CharField(choices=[('waiting', 'sedang disiapkan'), ('drawn', 'siap'), ('unreadable', 'tidak bisa dibuka')], db_default='drawn', default='drawn', max_length=10),
        ),
        migrations.AlterField(
            model_name='file',
            name='base_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='file',
            name='served_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name='Original',
            fields=[
                ('id', models.UUIDField(default=rembuk.foundation.kernel.chance.new_id, primary_key=True, serialize=False)),
                ('content', models.BinaryField(null=True)),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='original', to='files.file')),
            ],
        ),
    ]
