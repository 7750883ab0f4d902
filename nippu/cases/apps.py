from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.cases"
    label = "cases"
