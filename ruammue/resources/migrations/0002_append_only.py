"""The database itself refuses to delete or rewrite what was promised, given, disputed and decided: triggers on both.

Whose word a confirmation was (`confirmed_as`) may be erased: it is a person's name. What, when and which side may not.
`_KEPT` never changes; `_ONCE` is written once and then never changes.
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
    "resources_needline": ["id", "steward_id", "spec_id", "receiver_id", "raised_at", "raised_by_id"],
    "resources_offer": [
        *("id", "steward_id", "spec_id", "provider_id", "person_id", "quantity", "offered_at", "entered_by_id")
    ],
    "resources_commitment": [
        *("id", "steward_id", "need_line_id", "offer_id", "provider_id", "person_id", "receiver_id", "is_loan"),
        *("promised_at", "entered_by_id", "agreed_in", "agreed_decision_id", "agreed_words", "idempotency_key"),
    ],
    "resources_dispute": [
        *("id", "steward_id", "delivery_id", "side", "word", "was_counted", "disputed_at", "disputed_by_id")
    ],
    "resources_settlement": [
        *("id", "steward_id", "dispute_id", "outcome", "quantity", "proposed_side", "proposed_at", "proposed_by_id")
    ],
    "resources_loss": [
        *("id", "steward_id", "commitment_id", "quantity", "how", "told_at", "told_by_id", "idempotency_key")
    ],
    "resources_lossdecision": ["id", "steward_id", "loss_id", "outcome", "decided_at", "decided_by_id"],
}
_ONCE = {
    "resources_needline": [
        *("is_enough_at", "is_enough_by_id", "withdrawn_at", "withdrawn_by_id"),
        *("merged_into_id", "merged_quantity"),
    ],
    "resources_offer": ["withdrawn_at", "withdrawn_by_id"],
    "resources_commitment": [
        *("provider_accepted_at", "provider_accepted_by_id", "receiver_accepted_at", "receiver_accepted_by_id")
    ],
    "resources_dispute": ["settled_at"],
    "resources_settlement": ["agreed_at", "agreed_by_id"],
}
# Both said yes to a number; and an end stands, but for a fulfilment whose last delivery was taken back.
_UNLESS = {
    "resources_commitment": [
        "OLD.provider_accepted_at IS NOT NULL AND OLD.receiver_accepted_at IS NOT NULL"
        " AND NEW.quantity <> OLD.quantity",
        'OLD.ended_at IS NOT NULL AND OLD."end" <> \'fulfilled\' AND (NEW."end" <> OLD."end"'
        " OR {ended_at} OR {ended_by_id})",
    ],
}


def _changed(table, vendor):
    differs = "NEW.{0} IS NOT OLD.{0}" if vendor == "sqlite" else "NEW.{0} IS DISTINCT FROM OLD.{0}"
    return " OR ".join(
        [
            *(differs.format(column) for column in _KEPT[table]),
            *(f"(OLD.{column} IS NOT NULL AND {differs.format(column)})" for column in _ONCE.get(table, ())),
            *(
                "(" + words.format(ended_at=differs.format("ended_at"), ended_by_id=differs.format("ended_by_id")) + ")"
                for words in _UNLESS.get(table, ())
            ),
        ]
    )


def statements(vendor):
    made = []
    if vendor == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'the promise ledger is append-only'); END"
        for table in _KEPT:
            made.append(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
            made.append(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {_changed(table, vendor)} {refuse}"
            )
        return made
    made.append(
        "CREATE OR REPLACE FUNCTION resources_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the promise ledger is append-only'; END $$"
    )
    for table in _KEPT:
        call = "EXECUTE FUNCTION resources_append_only()"
        made.append(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {call}")
        made.append(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" FOR EACH ROW WHEN ({_changed(table, vendor)}) {call}"
        )
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
