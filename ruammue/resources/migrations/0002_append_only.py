"""The database itself refuses to delete or rewrite deliveries and confirmations: triggers on both, frozen here.

Whose word a confirmation was (`confirmed_as`) may be erased: it is a person's name. What, when and which side may not.
"""

from django.db import migrations

_KEPT = {
    "resources_delivery": [
        *("id", "steward_id", "commitment_id", "quantity", "is_return", "brought_on", "reverses_id", "reason"),
        *("receipt_number", "recorded_at", "recorded_by_id", "idempotency_key"),
    ],
    "resources_confirmation": [
        *("id", "steward_id", "delivery_id", "side", "confirmed_at", "confirmed_by_id", "entered_by_id")
    ],
}


def statements(vendor):
    made = []
    if vendor == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'the promise ledger is append-only'); END"
        for table, kept in _KEPT.items():
            changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in kept)
            made.append(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
            made.append(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {changed} {refuse}")
        return made
    made.append(
        "CREATE OR REPLACE FUNCTION resources_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the promise ledger is append-only'; END $$"
    )
    for table, kept in _KEPT.items():
        changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in kept)
        call = "EXECUTE FUNCTION resources_append_only()"
        made.append(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {call}")
        made.append(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) {call}")
    return made


def removals(vendor):
    on = " ON {table}" if vendor == "postgresql" else ""
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{act}" + on.format(table=table)
        for table in _KEPT
        for act in ("update", "delete")
    ]


def install(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in removals(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
