from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.clients"
    label = "clients"
