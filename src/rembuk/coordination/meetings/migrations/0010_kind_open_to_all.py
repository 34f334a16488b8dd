from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# What was told to everyone until now stays so; from here the city says it.
OPEN = ("musrenbang_kelurahan", "musrenbang_kecamatan", "rembuk")


def keep_open(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("meetings", "Kind").objects.filter(key__in=OPEN).update(open_to_all=True)


class Migration(migrations.Migration):

    dependencies = [("meetings", "0009_item_again")]

    operations = [
        migrations.AddField(
            model_name="kind", name="open_to_all", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.RunPython(keep_open, migrations.RunPython.noop),
    ]
