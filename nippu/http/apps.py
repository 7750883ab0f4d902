from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.http"
    label = "http"
