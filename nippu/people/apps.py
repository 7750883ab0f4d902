from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.people"
    label = "people"
