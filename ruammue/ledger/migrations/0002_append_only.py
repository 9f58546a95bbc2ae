"""The database itself refuses to rewrite the record: triggers on both databases, frozen here.

`ruammue.ledger.guards` reads these statements for tests that play the superuser.
"""

from django.db import migrations

APPEND_ONLY = ("ledger_entry", "ledger_head")
_SEAL_ONLY = (
    "id",
    "steward_id",
    "kind",
    "at",
    "person_id",
    "on_behalf_of_id",
    "entered_by_id",
    "payload",
    "note_hash",
    "leaf",
)


def statements(vendor):
    if vendor == "sqlite":
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _SEAL_ONLY)
        refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        made = [f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}" for table in APPEND_ONLY]
        made.append(
            "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry "
            f"WHEN OLD.position IS NOT NULL OR {changed} {refuse}"
        )
        made.append(f"CREATE TRIGGER ledger_head_no_update BEFORE UPDATE ON ledger_head {refuse}")
        return made
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _SEAL_ONLY)
    function = (
        "CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    call = "FOR EACH ROW {when}EXECUTE FUNCTION ledger_append_only()"
    made = [function]
    made += [
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {call.format(when='')}" for table in APPEND_ONLY
    ]
    made.append(
        "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry "
        + call.format(when=f"WHEN (OLD.position IS NOT NULL OR {changed}) ")
    )
    made.append(f"CREATE TRIGGER ledger_head_no_update BEFORE UPDATE ON ledger_head {call.format(when='')}")
    return made


def removals(vendor):
    on = " ON {table}" if vendor == "postgresql" else ""
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{act}" + on.format(table=table)
        for table in APPEND_ONLY
        for act in ("update", "delete")
    ]


def install(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in removals(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
