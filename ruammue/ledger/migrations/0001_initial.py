import django.db.models.deletion
import ruammue.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('steward_id', models.UUIDField()),
                ('kind', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('person_id', models.UUIDField(null=True)),
                ('on_behalf_of_id', models.UUIDField(null=True)),
                ('entered_by_id', models.UUIDField(null=True)),
                ('payload', models.JSONField()),
                ('note_hash', models.BinaryField(max_length=32)),
                ('leaf', models.BinaryField(max_length=32)),
                ('position', models.BigIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'ledger entry',
                'indexes': [models.Index(fields=['steward_id', 'kind', 'at'], name='entry_by_kind'), models.Index(condition=models.Q(('position', None)), fields=['steward_id', 'id'], name='entry_unsealed')],
                'constraints': [models.UniqueConstraint(fields=('steward_id', 'id'), name='entry_key'), models.UniqueConstraint(fields=('steward_id', 'position'), name='entry_position')],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('steward_id', models.UUIDField()),
                ('size', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'log head',
                'constraints': [models.UniqueConstraint(fields=('steward_id', 'size'), name='head_size'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='head_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Log',
            fields=[
                ('steward_id', models.UUIDField(primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(default=0)),
                ('frontier', models.BinaryField(default=bytes)),
            ],
            options={
                'verbose_name': 'sealed log',
            },
        ),
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('steward_id', models.UUIDField()),
                ('listener', models.CharField(max_length=120)),
                ('due_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('parked_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'verbose_name': 'parcel',
                'indexes': [models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('parked_at', None)), name='parcel_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('parked_at', None), models.Q(('tries__gt', 0), models.Q(('failure', ''), _negated=True)), _connector='OR'), name='parcel_parked_has_failure')],
            },
        ),
        migrations.CreateModel(
            name='EntryNote',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='note', serialize=False, to='ledger.entry')),
                ('steward_id', models.UUIDField()),
                ('salt', models.BinaryField(max_length=16)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'reason of an entry',
                'constraints': [models.UniqueConstraint(fields=('steward_id', 'entry'), name='entry_note_key')],
            },
        ),
        migrations.AddField(
            model_name='parcel',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='ledger.entry'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.UniqueConstraint(fields=('steward_id', 'entry', 'listener'), name='parcel_once'),
        ),
    ]
