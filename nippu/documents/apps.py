from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.documents"
    label = "documents"
