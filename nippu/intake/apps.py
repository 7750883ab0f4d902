from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.intake"
    label = "intake"
