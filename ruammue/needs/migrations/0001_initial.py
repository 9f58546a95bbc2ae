import django.db.models.deletion
import ruammue.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('papers', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('origin', models.CharField(choices=[('citizen', 'from a citizen'), ('office', "from the office's own lack")], max_length=8)),
                ('category', models.CharField(choices=[('water', 'water'), ('road', 'road and way'), ('light', 'light and electricity'), ('health', 'health and illness'), ('old_age', 'old people and disability'), ('children', 'children and school'), ('livelihood', 'work and income'), ('farming', 'farming'), ('environment', 'waste and environment'), ('safety', 'safety and disaster'), ('other', 'other')], max_length=12)),
                ('is_sensitive', models.BooleanField(default=False)),
                ('public_sentence', models.CharField(blank=True, max_length=300)),
                ('published_at', models.DateTimeField(null=True)),
                ('published_by_id', models.UUIDField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by_id', models.UUIDField(null=True)),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_matters', to='needs.matter')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('village', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.village')),
            ],
            options={
                'verbose_name': 'matter',
                'ordering': ['-opened_at', '-id'],
                'abstract': False,
                'indexes': [models.Index(fields=['steward', '-opened_at', '-id'], name='matter_newest'), models.Index(condition=models.Q(('published_at__isnull', False)), fields=['steward', '-published_at'], name='matter_public')],
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='matter_key'), models.UniqueConstraint(fields=('steward', 'number'), name='matter_number'), models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by_id', None)), models.Q(('published_at__isnull', False), ('published_by_id__isnull', False), models.Q(('public_sentence', ''), _negated=True)), _connector='OR'), name='matter_published_with_sentence'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by_id', None)), models.Q(('closed_at__isnull', False), ('closed_by_id__isnull', False)), _connector='OR'), name='matter_closed_at_and_by'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('closed_at__isnull', False), ('published_at', None)), _connector='OR'), name='matter_merged_is_closed')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(max_length=300)),
                ('where', models.CharField(max_length=200)),
                ('for_how_many', models.PositiveIntegerField(null=True)),
                ('lacks_people', models.CharField(blank=True, max_length=200)),
                ('lacks_money', models.CharField(blank=True, max_length=200)),
                ('lacks_things', models.CharField(blank=True, max_length=200)),
                ('lacks_knowledge', models.CharField(blank=True, max_length=200)),
                ('sectors', models.JSONField(default=list)),
                ('opened_at', models.DateTimeField()),
                ('opened_by_id', models.UUIDField()),
                ('endorsed_at', models.DateTimeField(null=True)),
                ('endorsed_by_id', models.UUIDField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by_id', models.UUIDField(null=True)),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='needs.matter')),
            ],
            options={
                'verbose_name': 'call',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='call_key'), models.UniqueConstraint(fields=('steward', 'matter'), name='call_once'), models.CheckConstraint(condition=models.Q(models.Q(('endorsed_at', None), ('endorsed_by_id', None)), models.Q(('endorsed_at__isnull', False), ('endorsed_by_id__isnull', False)), _connector='OR'), name='call_endorsed_at_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by_id', None)), models.Q(('closed_at__isnull', False), ('closed_by_id__isnull', False)), _connector='OR'), name='call_closed_at_and_by')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(blank=True)),
                ('category', models.CharField(choices=[('water', 'water'), ('road', 'road and way'), ('light', 'light and electricity'), ('health', 'health and illness'), ('old_age', 'old people and disability'), ('children', 'children and school'), ('livelihood', 'work and income'), ('farming', 'farming'), ('environment', 'waste and environment'), ('safety', 'safety and disaster'), ('other', 'other')], max_length=12)),
                ('reporter_name', models.CharField(blank=True, max_length=120)),
                ('contact_phone', models.CharField(blank=True, max_length=20)),
                ('entered_by_id', models.UUIDField(null=True)),
                ('is_about_one_person', models.BooleanField(default=False)),
                ('is_hidden_from_head', models.BooleanField(default=False)),
                ('receipt', models.CharField(max_length=20)),
                ('reported_at', models.DateTimeField()),
                ('answer_due_on', models.DateField()),
                ('notice_version', models.CharField(blank=True, max_length=20)),
                ('once', models.UUIDField(null=True)),
                ('came_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='needs.matter')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='needs.matter')),
                ('reporter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='people.person')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('village', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.village')),
            ],
            options={
                'verbose_name': 'need',
                'ordering': ['-reported_at', '-id'],
                'abstract': False,
                'indexes': [models.Index(fields=['steward', '-reported_at', '-id'], name='need_newest')],
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='need_key'), models.UniqueConstraint(fields=('steward', 'receipt'), name='need_receipt'), models.UniqueConstraint(fields=('steward', 'once'), name='need_once')],
            },
        ),
        migrations.CreateModel(
            name='ExcludedHandler',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='excluded', to='needs.need')),
            ],
            options={
                'verbose_name': 'excluded handler',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='excludedhandler_key'), models.UniqueConstraint(fields=('steward', 'need', 'person'), name='excluded_once')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('way', models.CharField(choices=[('answered', 'answered: this settles it'), ('referred', 'referred to an agency'), ('village', 'the village does it itself'), ('together', 'we call others to act together'), ('declined', 'cannot be done, with the reason')], max_length=10)),
                ('text', models.CharField(max_length=400)),
                ('agency', models.CharField(blank=True, max_length=160)),
                ('ticket', models.CharField(blank=True, max_length=60)),
                ('promised_on', models.DateField(null=True)),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='needs.need')),
            ],
            options={
                'verbose_name': 'answer',
                'ordering': ['answered_at', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='answer_key'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='answer_has_text'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'referred'), _negated=True), models.Q(('agency', ''), _negated=True), _connector='OR'), name='answer_referred_names_agency')],
            },
        ),
        migrations.CreateModel(
            name='NeedFile',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('attachment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.attachment')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='needs.need')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'file of a need',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='needfile_key'), models.UniqueConstraint(fields=('steward', 'attachment'), name='need_file_once')],
            },
        ),
        migrations.CreateModel(
            name='OfficeProject',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('row_key', models.CharField(max_length=64)),
                ('number', models.CharField(blank=True, max_length=20)),
                ('name', models.CharField(max_length=300)),
                ('objective', models.TextField(blank=True)),
                ('target', models.TextField(blank=True)),
                ('fiscal_year', models.PositiveSmallIntegerField(null=True)),
                ('budget_satang', models.BigIntegerField(null=True)),
                ('unit', models.CharField(blank=True, max_length=160)),
                ('strength', models.CharField(blank=True, choices=[('', 'not marked yet'), ('own', 'we can do it alone'), ('beyond', 'beyond our strength')], default='', max_length=8)),
                ('matter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='office_projects', to='needs.matter')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'office project',
                'ordering': ['fiscal_year', 'number', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='officeproject_key'), models.UniqueConstraint(condition=models.Q(('matter__isnull', False)), fields=('steward', 'matter'), name='office_project_matter'), models.UniqueConstraint(fields=('steward', 'row_key'), name='office_project_once'), models.CheckConstraint(condition=models.Q(('budget_satang', None), ('budget_satang__gte', 0), _connector='OR'), name='office_project_budget')],
            },
        ),
        migrations.CreateModel(
            name='Skip',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('station', models.CharField(choices=[('problem', 'Problem'), ('call', 'Call'), ('network', 'Network'), ('decide', 'Decide'), ('goal', 'Goal'), ('divide', 'Divide work and resources'), ('act', 'Act and coordinate'), ('result', 'Result')], max_length=8)),
                ('reason', models.CharField(max_length=200)),
                ('skipped_at', models.DateTimeField()),
                ('skipped_by_id', models.UUIDField()),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skips', to='needs.matter')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'skipped station',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='skip_key'), models.UniqueConstraint(fields=('steward', 'matter', 'station'), name='skip_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='skip_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('is_fixed', models.BooleanField()),
                ('words', models.CharField(blank=True, max_length=400)),
                ('given_at', models.DateTimeField()),
                ('entered_by_id', models.UUIDField(null=True)),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='needs.need')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'verdict of the reporter',
                'ordering': ['given_at', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='verdict_key')],
            },
        ),
    ]
