import django.db.models.deletion
import rembuk.foundation.kernel.chance
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_reportdecision'),
    ]

    operations = [
        migrations.CreateModel(
            name='Keyword',
            fields=[
                ('id', models.UUIDField(default=rembuk.foundation.kernel.chance.new_id, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=60)),
                ('owner', models.CharField(blank=True, choices=[('unknown', 'belum diketahui'), ('residents', 'warga'), ('kota', 'kota'), ('provinsi', 'provinsi'), ('balai', 'balai pusat'), ('pln', 'PLN'), ('pdam', 'PDAM'), ('toll', 'pengelola jalan tol'), ('developer_handed', 'pengembang, sudah diserahkan'), ('developer_not_handed', 'pengembang, belum diserahkan')], max_length=24)),
                ('category', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='keywords', to='reports.category')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('category', 'words'), name='reports_keyword_once')],
            },
        ),
    ]
