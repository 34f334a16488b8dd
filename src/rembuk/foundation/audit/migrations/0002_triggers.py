from django.db import migrations

from rembuk.foundation.audit import triggers


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(triggers.install, migrations.RunPython.noop)]
