import django.db.models.deletion
import django.db.models.expressions
import ruammue.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('needs', '0001_initial'),
        ('papers', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('quantity', models.BigIntegerField()),
                ('delivered', models.BigIntegerField(default=0)),
                ('returned', models.BigIntegerField(default=0)),
                ('due_on', models.DateField(null=True)),
                ('is_loan', models.BooleanField(default=False)),
                ('return_due_on', models.DateField(null=True)),
                ('chosen_reason', models.CharField(blank=True, max_length=300)),
                ('promised_at', models.DateTimeField()),
                ('entered_by_id', models.UUIDField(null=True)),
                ('provider_accepted_at', models.DateTimeField(null=True)),
                ('provider_accepted_by_id', models.UUIDField(null=True)),
                ('provider_accepted_as', models.CharField(blank=True, max_length=160)),
                ('receiver_accepted_at', models.DateTimeField(null=True)),
                ('receiver_accepted_by_id', models.UUIDField(null=True)),
                ('receiver_accepted_as', models.CharField(blank=True, max_length=160)),
                ('end', models.CharField(blank=True, choices=[('', 'open'), ('fulfilled', 'fulfilled'), ('enough', 'closed short, accepted as enough'), ('by_provider', 'taken back by the provider'), ('by_receiver', 'released by the receiver')], default='', max_length=12)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by_id', models.UUIDField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('idempotency_key', models.CharField(max_length=64)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='people.organisation')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'commitment',
                'ordering': ['promised_at', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='commitment_key'), models.UniqueConstraint(fields=('steward', 'idempotency_key'), name='commitment_idempotent'), models.CheckConstraint(condition=models.Q(('provider__isnull', False), ('person__isnull', False), _connector='OR'), name='commitment_from_somebody'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('delivered__gte', 0), ('delivered__lte', models.F('quantity'))), name='commitment_delivered'), models.CheckConstraint(condition=models.Q(('returned', 0), models.Q(('is_loan', True), ('returned__gt', 0), ('returned__lte', models.F('delivered'))), _connector='OR'), name='commitment_returned'), models.CheckConstraint(condition=models.Q(models.Q(('provider_accepted_at', None), ('provider_accepted_by_id', None)), models.Q(('provider_accepted_at__isnull', False), ('provider_accepted_by_id__isnull', False)), _connector='OR'), name='commitment_provider_accepted_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('receiver_accepted_at', None), ('receiver_accepted_by_id', None)), models.Q(('receiver_accepted_at__isnull', False), ('receiver_accepted_by_id__isnull', False)), _connector='OR'), name='commitment_receiver_accepted_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at', None), ('ended_by_id', None)), models.Q(models.Q(('end', ''), _negated=True), ('ended_at__isnull', False), ('ended_by_id__isnull', False)), _connector='OR'), name='commitment_ended_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('quantity', models.BigIntegerField()),
                ('is_return', models.BooleanField(default=False)),
                ('brought_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('receipt_number', models.CharField(blank=True, max_length=60)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by_id', models.UUIDField()),
                ('idempotency_key', models.CharField(max_length=64)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='resources.commitment')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.attachment')),
                ('reverses', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='resources.delivery')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'delivery',
                'ordering': ['recorded_at', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='delivery_key'), models.UniqueConstraint(condition=models.Q(('reverses__isnull', False)), fields=('steward', 'reverses'), name='delivery_reversed_once'), models.UniqueConstraint(fields=('steward', 'idempotency_key'), name='delivery_idempotent'), models.CheckConstraint(condition=models.Q(models.Q(('reverses', None), ('quantity__gt', 0)), models.Q(('reverses__isnull', False), ('quantity__lt', 0), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='delivery_negative_only_as_reversal')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('provider', 'provider'), ('receiver', 'receiver')], max_length=8)),
                ('confirmed_at', models.DateTimeField()),
                ('confirmed_as', models.CharField(blank=True, max_length=160)),
                ('entered_by_id', models.UUIDField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='resources.delivery')),
            ],
            options={
                'verbose_name': 'confirmation',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='confirmation_key'), models.UniqueConstraint(fields=('steward', 'delivery', 'side'), name='confirmation_once'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', False), ('entered_by_id__isnull', False), _connector='OR'), name='confirmation_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='NeedLine',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('quantity', models.BigIntegerField()),
                ('from_on', models.DateField(null=True)),
                ('until_on', models.DateField(null=True)),
                ('place', models.CharField(blank=True, max_length=160)),
                ('promised', models.BigIntegerField(default=0)),
                ('delivered', models.BigIntegerField(default=0)),
                ('is_enough_at', models.DateTimeField(null=True)),
                ('is_enough_by_id', models.UUIDField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by_id', models.UUIDField(null=True)),
                ('raised_at', models.DateTimeField()),
                ('raised_by_id', models.UUIDField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='need_lines', to='needs.matter')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('village', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.village')),
            ],
            options={
                'verbose_name': 'need line',
                'ordering': ['raised_at', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='needline_key'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='need_line_quantity'), models.CheckConstraint(condition=models.Q(('promised__gte', 0), ('delivered__gte', 0)), name='need_line_counters'), models.CheckConstraint(condition=models.Q(('quantity__gte', django.db.models.expressions.CombinedExpression(models.F('promised'), '+', models.F('delivered')))), name='need_line_not_overpromised'), models.CheckConstraint(condition=models.Q(('from_on', None), ('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='need_line_dates'), models.CheckConstraint(condition=models.Q(models.Q(('is_enough_at', None), ('is_enough_by_id', None)), models.Q(('is_enough_at__isnull', False), ('is_enough_by_id__isnull', False)), _connector='OR'), name='need_line_enough_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by_id', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by_id__isnull', False)), _connector='OR'), name='need_line_withdrawn_at_and_by'), models.CheckConstraint(condition=models.Q(('is_enough_at', None), ('withdrawn_at', None), _connector='OR'), name='need_line_closed_one_way')],
            },
        ),
        migrations.AddField(
            model_name='commitment',
            name='need_line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='resources.needline'),
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('quantity', models.BigIntegerField()),
                ('remaining', models.BigIntegerField()),
                ('from_on', models.DateField(null=True)),
                ('until_on', models.DateField(null=True)),
                ('conditions', models.CharField(blank=True, max_length=300)),
                ('is_loan', models.BooleanField(default=False)),
                ('assured_on', models.DateField(null=True)),
                ('offered_at', models.DateTimeField()),
                ('entered_by_id', models.UUIDField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by_id', models.UUIDField(null=True)),
                ('matter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='needs.matter')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='people.organisation')),
                ('reach', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'offer',
                'ordering': ['-offered_at', '-id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='offer_key'), models.CheckConstraint(condition=models.Q(('provider__isnull', False), ('person__isnull', False), _connector='OR'), name='offer_from_somebody'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('remaining__gte', 0), ('remaining__lte', models.F('quantity'))), name='offer_remaining'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by_id', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by_id__isnull', False)), _connector='OR'), name='offer_withdrawn_at_and_by')],
            },
        ),
        migrations.AddField(
            model_name='commitment',
            name='offer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='resources.offer'),
        ),
        migrations.CreateModel(
            name='Spec',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('goods', 'goods'), ('money', 'money (record only)'), ('venue', 'venue'), ('vehicle', 'vehicle or tool'), ('hours', 'working hours'), ('skill', 'skill'), ('knowledge', 'knowledge')], max_length=10)),
                ('unit', models.CharField(max_length=12)),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'kind of resource',
                'ordering': ['name', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='spec_key'), models.UniqueConstraint(fields=('steward', 'name'), name='spec_name'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'money'), _negated=True), ('unit', 'satang'), _connector='OR'), name='spec_money_in_satang')],
            },
        ),
        migrations.AddField(
            model_name='offer',
            name='spec',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='resources.spec'),
        ),
        migrations.AddField(
            model_name='needline',
            name='spec',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='need_lines', to='resources.spec'),
        ),
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('spec', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='resources.spec')),
                ('stand_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in_for', to='resources.spec')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'substitute',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='substitution_key'), models.UniqueConstraint(fields=('steward', 'spec', 'stand_in'), name='substitution_once'), models.CheckConstraint(condition=models.Q(('spec', models.F('stand_in')), _negated=True), name='substitution_of_another')],
            },
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(condition=models.Q(('remaining__gt', 0), ('withdrawn_at', None)), fields=['steward', 'spec'], name='offer_with_something_left'),
        ),
        migrations.AddIndex(
            model_name='needline',
            index=models.Index(fields=['steward', 'spec', 'raised_at'], name='need_line_by_spec'),
        ),
    ]
