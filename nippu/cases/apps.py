from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.cases"
    label = "cases"

    def ready(self) -> None:
        from nippu.cases.relations import known_client, worked_with_client
        from nippu.clients.access import RELATIONS

        RELATIONS.known, RELATIONS.worked_with = known_client, worked_with_client
