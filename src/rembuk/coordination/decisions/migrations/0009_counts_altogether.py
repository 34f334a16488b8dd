from django.db import migrations

KINDS = ("due", "news", "done", "waiting_budget", "not_our_authority", "kept", "later")
FORWARD = f"""
INSERT INTO tallies_count (path, kind, state, day, amount)
SELECT path, kind || '.all', '', day, sum(amount) FROM tallies_count
WHERE kind IN ({", ".join(f"'decisions.{kind}'" for kind in KINDS)})
GROUP BY path, kind, day HAVING sum(amount) <> 0 ORDER BY path, kind, day
ON CONFLICT (path, kind, state, day) DO UPDATE SET amount = excluded.amount
"""  # noqa: S608 - words of ours


class Migration(migrations.Migration):
    """What is counted by who leads is counted altogether as well."""

    dependencies = [("decisions", "0008_orders"), ("tallies", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, "DELETE FROM tallies_count WHERE kind LIKE 'decisions.%.all'")]
