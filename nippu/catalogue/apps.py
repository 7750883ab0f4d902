from django.apps import AppConfig


class Config(AppConfig):
    name = "nippu.catalogue"
    label = "catalogue"
