from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.oversight"
    label = "oversight"
