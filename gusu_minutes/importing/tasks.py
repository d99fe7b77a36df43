"""Work of the importer that is done in the background, by `manage.py db_worker`."""

from django_tasks import task

from gusu_minutes.importing.imports import read_file_of


@task()
def read_import(pk: int) -> None:
    """Read the file of an import."""
    read_file_of(pk)
