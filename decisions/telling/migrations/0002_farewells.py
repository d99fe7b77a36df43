"""Notices of an event that took the assignment away from the department."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0004_events_of_before'),
        ('telling', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_once',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_of_date_once',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_of_event_or_date',
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('event', 'something happened'), ('left', 'No longer with your department'), ('due_soon', 'Due soon'), ('overdue', 'Overdue')], default='event', max_length=20, verbose_name='what'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('event__isnull', False)), fields=('user', 'event'), name='notice_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('event', None)), fields=('user', 'assignment', 'kind', 'due_on'), name='notice_of_date_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['event', 'left', 'due_soon', 'overdue'])), name='notice_kind'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on', None), ('event__isnull', False), ('kind__in', ['event', 'left'])), models.Q(models.Q(('kind__in', ['event', 'left']), _negated=True), ('due_on__isnull', False), ('event', None)), _connector='OR'), name='notice_of_event_or_date'),
        ),
    ]
