import django.db.models.deletion
import ruammue.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('prefix', models.CharField(blank=True, max_length=30)),
                ('given_name', models.CharField(max_length=80)),
                ('family_name', models.CharField(blank=True, max_length=80)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('sort_key', models.CharField(blank=True, editable=False, max_length=200)),
                ('anonymised_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'person',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(db_index=True, max_length=160)),
                ('sector', models.CharField(choices=[('state', 'state sector'), ('private', 'private sector'), ('civil', 'civil society'), ('citizen', 'citizens')], max_length=10)),
                ('kind', models.CharField(choices=[('local_government', 'local government'), ('agency', 'state agency'), ('clinic', 'tambon health hospital'), ('hospital', 'hospital'), ('school', 'school'), ('university', 'university'), ('temple', 'temple or religious body'), ('firm', 'firm or shop'), ('bank', 'bank'), ('cooperative', 'cooperative'), ('enterprise', 'community enterprise'), ('foundation', 'foundation or association'), ('fund', 'fund'), ('village_committee', 'village committee'), ('village_fund', 'village fund'), ('volunteer_club', 'volunteer club'), ('group', "citizens' group"), ('other', 'other')], max_length=20)),
                ('juristic_id', models.CharField(blank=True, max_length=13)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('sort_key', models.CharField(blank=True, editable=False, max_length=200)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
            ],
            options={
                'verbose_name': 'organisation',
                'constraints': [models.CheckConstraint(condition=models.Q(('juristic_id', ''), ('juristic_id__startswith', '0'), _connector='OR'), name='organisation_juristic'), models.UniqueConstraint(condition=models.Q(('juristic_id', ''), _negated=True), fields=('juristic_id',), name='organisation_juristic_once')],
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('copy', 'copy of my data'), ('correction', 'correction'), ('anonymising', 'anonymising')], max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by_id', models.UUIDField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'verbose_name': 'data request',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='datarequest_key'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by_id', None)), models.Q(('answered_at__isnull', False), ('answered_by_id__isnull', False)), _connector='OR'), name='data_request_answered_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.random_key, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(max_length=32)),
                ('pin_hash', models.CharField(max_length=160)),
                ('device_hash', models.BinaryField(max_length=32, null=True)),
                ('issued_at', models.DateTimeField()),
                ('issued_by_id', models.UUIDField()),
                ('bound_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('closed_until', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by_id', models.UUIDField(null=True)),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='people.person')),
            ],
            options={
                'verbose_name': 'card',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='card_key'), models.UniqueConstraint(fields=('steward', 'token_hash'), name='card_token'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by_id', None)), models.Q(('revoked_at__isnull', False), ('revoked_by_id__isnull', False)), _connector='OR'), name='card_revoked_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('bound_at', None), ('device_hash', None)), models.Q(('bound_at__isnull', False), ('device_hash__isnull', False)), _connector='OR'), name='card_bound_with_device')],
            },
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('may_represent', models.BooleanField(default=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='people.person')),
            ],
            options={
                'verbose_name': 'affiliation',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='affiliation_key'), models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('steward', 'person', 'organisation'), name='affiliation_once'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='affiliation_dates')],
            },
        ),
        migrations.CreateModel(
            name='Acquaintance',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('notice_version', models.CharField(blank=True, max_length=20)),
                ('notice_seen_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('village', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.village')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acquaintances', to='people.person')),
            ],
            options={
                'verbose_name': 'acquaintance',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='acquaintance_key'), models.UniqueConstraint(fields=('steward', 'person'), name='acquaintance_once')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, null=True, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('must_use_totp', models.BooleanField(default=False)),
                ('must_change_password', models.BooleanField(default=False)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='people.person')),
            ],
            options={
                'verbose_name': 'account',
            },
        ),
        migrations.CreateModel(
            name='RoleHeld',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('administrator', 'administrator'), ('officer', 'plan officer'), ('executive', 'executive'), ('clerk', 'chief administrator'), ('council', 'council member'), ('coordinator', 'coordinator'), ('village_head', 'village head'), ('volunteer', 'village health volunteer'), ('auditor', 'auditor')], max_length=20)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('given_at', models.DateTimeField()),
                ('given_by_id', models.UUIDField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='people.person')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('village', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='places.village')),
            ],
            options={
                'verbose_name': 'role',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='roleheld_key'), models.UniqueConstraint(condition=models.Q(('until_on', None), ('village__isnull', False)), fields=('steward', 'person', 'role', 'village'), name='role_once_in_village'), models.UniqueConstraint(condition=models.Q(('until_on', None), ('village', None)), fields=('steward', 'person', 'role'), name='role_once'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='role_dates'), models.CheckConstraint(condition=models.Q(('village', None), ('role__in', ['village_head', 'volunteer', 'coordinator']), _connector='OR'), name='role_village')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('people', 'people'), ('partners', 'partners'), ('projects', 'project list'), ('skills', 'who can do what')], max_length=10)),
                ('sha256', models.CharField(max_length=64)),
                ('mapping', models.JSONField(default=dict)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('added', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('imported_at', models.DateTimeField()),
                ('imported_by_id', models.UUIDField()),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'import',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='importbatch_key'), models.UniqueConstraint(fields=('steward', 'kind', 'sha256'), name='import_once')],
            },
        ),
        migrations.CreateModel(
            name='PendingImport',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('people', 'people'), ('partners', 'partners'), ('projects', 'project list'), ('skills', 'who can do what')], max_length=10)),
                ('sha256', models.CharField(max_length=64)),
                ('headers', models.JSONField()),
                ('rows', models.JSONField()),
                ('mapping', models.JSONField(default=dict)),
                ('masked', models.PositiveIntegerField(default=0)),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by_id', models.UUIDField()),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'sheet waiting to be imported',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='pendingimport_key')],
            },
        ),
    ]
