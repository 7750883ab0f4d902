from pathlib import Path

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.db.models.signals import post_migrate

GRANTS = Path(__file__).parent / "grants.sql"


class Config(AppConfig):
    name = "nippu.http"
    label = "http"

    def ready(self) -> None:
        """Make the second wall ready after each migration, when the tables of the last area are there."""
        last = all_apps.get_app_config("intake")
        post_migrate.connect(_prepare_wall, sender=last, dispatch_uid="second wall")
        _listen_to_log_ins()


def _prepare_wall(**_told: object) -> None:
    from nippu.access.actions import prepare_wall

    prepare_wall(GRANTS.read_text(encoding="utf-8"))


def _listen_to_log_ins() -> None:
    from nippu.http import use_log

    use_log.listen()
