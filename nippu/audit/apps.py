from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.audit"
    label = "audit"
