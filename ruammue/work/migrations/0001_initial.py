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
            name='Work',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('needs_skill', models.CharField(blank=True, max_length=120)),
                ('due_on', models.DateField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('opened_by_id', models.UUIDField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by_id', models.UUIDField(null=True)),
                ('done_words', models.CharField(blank=True, max_length=300)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('dropped_by_id', models.UUIDField(null=True)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.attachment')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='works', to='needs.matter')),
                ('resolution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='works', to='decisions.resolution')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'piece of work',
                'ordering': ['opened_at', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='work_key'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by_id', None)), models.Q(('done_at__isnull', False), ('done_by_id__isnull', False)), _connector='OR'), name='work_done_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('dropped_at', None), ('dropped_by_id', None)), models.Q(('dropped_at__isnull', False), ('dropped_by_id__isnull', False)), _connector='OR'), name='work_dropped_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('part', models.CharField(choices=[('lead', 'leads'), ('joint', 'does it together'), ('support', 'supports'), ('informed', 'is kept informed')], max_length=8)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('chosen_reason', models.CharField(blank=True, max_length=300)),
                ('set_at', models.DateTimeField()),
                ('set_by_id', models.UUIDField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='people.organisation')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='work.work')),
            ],
            options={
                'verbose_name': 'duty',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='duty_key'), models.UniqueConstraint(fields=('steward', 'work', 'organisation'), name='duty_once'), models.UniqueConstraint(condition=models.Q(('part', 'lead')), fields=('steward', 'work'), name='duty_one_lead')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('named_at', models.DateTimeField()),
                ('named_by_id', models.UUIDField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='people.person')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='work.duty')),
            ],
            options={
                'verbose_name': 'assignment',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='assignment_key'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('steward', 'duty', 'person'), name='assignment_once')],
            },
        ),
        migrations.CreateModel(
            name='DutySignature',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(max_length=32, null=True)),
                ('asked_at', models.DateTimeField()),
                ('way', models.CharField(blank=True, choices=[('link', 'by its own link'), ('login', 'by its own login'), ('paper', 'on paper, entered by a helper')], max_length=6)),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_as', models.CharField(blank=True, max_length=160)),
                ('entered_by_id', models.UUIDField(null=True)),
                ('table_hash', models.CharField(blank=True, max_length=64)),
                ('changed_at', models.DateTimeField(null=True)),
                ('objection', models.CharField(blank=True, max_length=300)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.attachment')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_signatures', to='needs.matter')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'signature under the duty table',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='dutysignature_key'), models.UniqueConstraint(condition=models.Q(('token_hash__isnull', False)), fields=('steward', 'token_hash'), name='dutysignature_token'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('way', '')), models.Q(('signed_at__isnull', False), models.Q(('way', ''), _negated=True), models.Q(('signed_as', ''), _negated=True)), _connector='OR'), name='dutysignature_at_way_and_name'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'paper'), _negated=True), models.Q(('entered_by_id__isnull', False), ('evidence__isnull', False)), _connector='OR'), name='dutysignature_paper_has_evidence'), models.UniqueConstraint(fields=('steward', 'matter', 'organisation'), name='duty_signature_once'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('table_hash', '')), models.Q(('signed_at__isnull', False), models.Q(('table_hash', ''), _negated=True)), _connector='OR'), name='duty_signature_of_a_table')],
            },
        ),
    ]
