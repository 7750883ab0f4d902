from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.access"
    label = "access"
