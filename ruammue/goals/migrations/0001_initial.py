import django.db.models.deletion
import ruammue.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('decisions', '0001_initial'),
        ('needs', '0001_initial'),
        ('papers', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('statement', models.CharField(max_length=300)),
                ('due_on', models.DateField()),
                ('drafted_at', models.DateTimeField()),
                ('drafted_by_id', models.UUIDField(null=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('dropped_by_id', models.UUIDField(null=True)),
                ('dropped_reason', models.CharField(blank=True, max_length=300)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='needs.matter')),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='goals.goal')),
                ('resolution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='decisions.resolution')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'goal',
                'ordering': ['-drafted_at', '-id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='goal_key'), models.UniqueConstraint(condition=models.Q(('replaces__isnull', False)), fields=('steward', 'replaces'), name='goal_replaced_once'), models.CheckConstraint(condition=models.Q(models.Q(('dropped_at', None), ('dropped_by_id', None), ('dropped_reason', '')), models.Q(('dropped_at__isnull', False), ('dropped_by_id__isnull', False), models.Q(('dropped_reason', ''), _negated=True)), _connector='OR'), name='goal_dropped_at_by_and_why')],
            },
        ),
        migrations.CreateModel(
            name='CoSignature',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(max_length=32, null=True)),
                ('asked_at', models.DateTimeField()),
                ('way', models.CharField(blank=True, choices=[('link', 'by its own link'), ('login', 'by its own login'), ('paper', 'on paper, entered by a helper')], max_length=6)),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_as', models.CharField(blank=True, max_length=160)),
                ('entered_by_id', models.UUIDField(null=True)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.attachment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='goals.goal')),
            ],
            options={
                'verbose_name': 'co-signature',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='cosignature_key'), models.UniqueConstraint(condition=models.Q(('token_hash__isnull', False)), fields=('steward', 'token_hash'), name='cosignature_token'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('way', '')), models.Q(('signed_at__isnull', False), models.Q(('way', ''), _negated=True), models.Q(('signed_as', ''), _negated=True)), _connector='OR'), name='cosignature_at_way_and_name'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'paper'), _negated=True), models.Q(('entered_by_id__isnull', False), ('evidence__isnull', False)), _connector='OR'), name='cosignature_paper_has_evidence'), models.UniqueConstraint(fields=('steward', 'goal', 'organisation'), name='co_signature_once')],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('series', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('unit', models.CharField(max_length=40)),
                ('direction', models.CharField(choices=[('up', 'more is better'), ('down', 'less is better')], max_length=4)),
                ('baseline_milli', models.BigIntegerField()),
                ('baseline_on', models.DateField()),
                ('baseline_source', models.CharField(max_length=200)),
                ('target_milli', models.BigIntegerField()),
                ('source', models.CharField(max_length=200)),
                ('frequency', models.CharField(choices=[('once', 'once, at the end'), ('week', 'every week'), ('month', 'every month'), ('quarter', 'every quarter'), ('year', 'every year')], max_length=8)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='goals.goal')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'indicator',
                'ordering': ['id'],
                'abstract': False,
                'indexes': [models.Index(fields=['steward', 'series'], name='indicator_series')],
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='indicator_key'), models.UniqueConstraint(fields=('steward', 'goal', 'series'), name='indicator_series_once'), models.CheckConstraint(condition=models.Q(models.Q(('direction', 'up'), ('target_milli__gt', models.F('baseline_milli'))), models.Q(('direction', 'down'), ('target_milli__lt', models.F('baseline_milli'))), _connector='OR'), name='indicator_target_beyond_baseline')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('value_milli', models.BigIntegerField()),
                ('read_on', models.DateField()),
                ('source', models.CharField(max_length=200)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('given_at', models.DateTimeField()),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='goals.reading')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.attachment')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='goals.indicator')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'reading',
                'ordering': ['read_on', 'given_at', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='reading_key'), models.UniqueConstraint(condition=models.Q(('corrects__isnull', False)), fields=('steward', 'corrects'), name='reading_corrected_once')],
            },
        ),
    ]
