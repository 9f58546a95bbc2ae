import django.db.models.deletion
import ruammue.foundation.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LocalGovernment',
            fields=[
                ('lg_id', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=30)),
                ('code', models.CharField(max_length=8)),
                ('name_th', models.CharField(max_length=160)),
                ('name_en', models.CharField(blank=True, max_length=160)),
                ('lat', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ('lon', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ('source', models.CharField(max_length=80)),
                ('valid_to', models.DateField(null=True)),
                ('search', models.CharField(db_index=True, editable=False, max_length=160)),
            ],
            options={
                'verbose_name': 'local government',
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('level', models.CharField(choices=[('village', 'village'), ('tambon', 'tambon'), ('amphoe', 'amphoe'), ('changwat', 'changwat'), ('country', 'country')], max_length=8)),
                ('name_th', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('parent_code', models.CharField(blank=True, max_length=8)),
                ('postal_code', models.CharField(blank=True, max_length=5)),
                ('lat', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ('lon', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ('source', models.CharField(max_length=80)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('search', models.CharField(db_index=True, editable=False, max_length=160)),
            ],
            options={
                'verbose_name': 'area',
                'indexes': [models.Index(fields=['parent_code', 'code'], name='area_children'), models.Index(fields=['level', 'name_th'], name='area_by_name')],
            },
        ),
        migrations.CreateModel(
            name='Steward',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('local_government', 'local government'), ('district', 'district office'), ('province', 'provincial office'), ('national', 'national body')], default='local_government', max_length=20)),
                ('name', models.CharField(max_length=160)),
                ('short_name', models.CharField(max_length=80)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('mark', models.CharField(blank=True, choices=[('', 'none'), ('demo', 'demonstration: all names and numbers are made up'), ('practice', 'practice copy'), ('test', 'test data, not real data')], default='', max_length=10)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('claimed_by_id', models.UUIDField(null=True)),
                ('answer_days', models.PositiveSmallIntegerField(default=3)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stewards', to='places.area')),
                ('local_government', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stewards', to='places.localgovernment')),
                ('practice_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='places.steward')),
            ],
            options={
                'verbose_name': 'steward',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('claimed_at', None), ('claimed_by_id', None)), models.Q(('claimed_at__isnull', False), ('claimed_by_id__isnull', False)), _connector='OR'), name='steward_claimed_at_and_by'), models.CheckConstraint(condition=models.Q(('answer_days__gte', 1), ('answer_days__lte', 30)), name='steward_answer_days')],
            },
        ),
        migrations.CreateModel(
            name='Village',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('moo', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('households', models.PositiveIntegerField(null=True)),
                ('is_confirmed', models.BooleanField(default=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('steward', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.steward')),
            ],
            options={
                'verbose_name': 'village',
                'ordering': ['area_id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('steward', 'id'), name='village_key'), models.UniqueConstraint(fields=('steward', 'area'), name='village_once')],
            },
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.UUIDField(default=ruammue.foundation.keys.new_key, editable=False, primary_key=True, serialize=False)),
                ('extent', models.CharField(choices=[('completely', 'completely'), ('partially', 'partially')], max_length=10)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coverage', to='places.area')),
                ('local_government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coverage', to='places.localgovernment')),
            ],
            options={
                'verbose_name': 'coverage',
                'constraints': [models.UniqueConstraint(fields=('local_government', 'area'), name='coverage_once')],
            },
        ),
    ]
