from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.organisations"
    label = "organisations"
