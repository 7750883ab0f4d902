"""Tables: foreign keys point down, every field states how private it is, no migration is missing."""

import tomllib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation

from nippu.base.privacy import Privacy
from tests.conventions.our_files import ROOT, listed


def _layers() -> dict[str, int]:
    """How high each folder lies, read from the contract that lint-imports enforces."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rows = next(one["layers"] for one in contracts if one["type"] == "layers")
    return {
        folder.strip("() "): height for height, row in enumerate(reversed(rows)) for folder in row.split("|")
    }


LAYERS = _layers()


def _our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("nippu.")]


def _relation_faults(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.get_fields():
        if field.is_relation and field.concrete and not field.auto_created:
            yield from (f"{model._meta.label}.{field.name}: {fault}" for fault in _faults_of(field, model))


def _faults_of(field: models.Field, model: type[models.Model]) -> Iterator[str]:
    target = field.related_model
    if field.many_to_many:
        yield "give the table between the two a model of its own"
    elif field.remote_field.on_delete is not models.PROTECT:
        yield "on_delete is not PROTECT"
    if not target.__module__.startswith("nippu."):
        yield f"points out of Nippu to {target._meta.label}"
    elif target._meta.app_label != model._meta.app_label:
        if LAYERS[target._meta.app_label] >= LAYERS[model._meta.app_label]:
            yield f"points up or aside to {target._meta.label}"
        if field.remote_field.related_name != "+":
            yield 'related_name between areas must be "+"'


def _privacy_faults(model: type[models.Model]) -> Iterator[str]:
    label, stated = model._meta.label, getattr(model, "privacy", {})
    yield from (
        f"{label}: {kind!r} is not a privacy class" for kind in stated if not isinstance(kind, Privacy)
    )
    names = [name for fields in stated.values() for name in fields]
    fields = {field.name for field in model._meta.concrete_fields}
    for name in sorted(fields | set(names)):
        if name not in fields:
            yield f"{label}: states the privacy of {name}, which is no field"
        elif names.count(name) != 1:
            yield f"{label}.{name}: has {names.count(name)} privacy classes instead of one"


def test_foreign_keys_point_down_and_protect_what_they_point_to():
    faults = [fault for model in _our_models() for fault in _relation_faults(model)]
    assert not faults, listed(faults)


def test_every_field_states_its_privacy_class_exactly_once():
    faults = [fault for model in _our_models() for fault in _privacy_faults(model)]
    assert not faults, listed(faults)


def test_there_are_models_to_look_at():
    assert {"access", "cases", "clients", "documents"} <= {model._meta.app_label for model in _our_models()}


def test_no_migration_is_missing():
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        NonInteractiveMigrationQuestioner(specified_apps=set(), dry_run=True),
    )
    ours = {model._meta.app_label for model in _our_models()}
    with translation.override(None):  # names that Django translates stand untranslated in migrations
        changes = detector.changes(graph=loader.graph)
    missing = [
        f"{app}: {operation.describe()}"
        for app, migrations in changes.items()
        if app in ours
        for migration in migrations
        for operation in migration.operations
    ]
    assert not missing, listed(missing)


def _table(app: str, **members: object) -> type[models.Model]:
    """A table of a registry of its own, which the project never sees."""
    meta = type("Meta", (), {"app_label": app, "apps": Apps()})
    told = {"__module__": "nippu.wrong", "Meta": meta, "__str__": lambda _self: ""}
    return type("Wrong", (models.Model,), told | members)


@pytest.mark.parametrize(
    ("app", "target", "options", "words"),
    [
        ("people", "cases.Case", {"on_delete": models.PROTECT, "related_name": "+"}, "points up"),
        ("audit", "access.Account", {"on_delete": models.PROTECT, "related_name": "+"}, "points up or aside"),
        ("documents", "cases.Case", {"on_delete": models.CASCADE, "related_name": "+"}, "not PROTECT"),
        ("documents", "cases.Case", {"on_delete": models.PROTECT, "related_name": "papers"}, "related_name"),
    ],
)
def test_a_foreign_key_that_breaks_the_rule_is_found(app, target, options, words):
    wrong = _table(app, other=models.ForeignKey(apps.get_model(target), **options))
    assert any(words in fault for fault in _relation_faults(wrong))


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({}, "has 0 privacy classes"),
        ({Privacy.CLIENT: {"name"}, Privacy.STAFF: {"name"}, Privacy.OPERATION: {"id"}}, "has 2 privacy"),
        ({Privacy.OPERATION: {"id", "name", "nick"}}, "no field"),
        ({"secret": {"id", "name"}}, "not a privacy class"),
    ],
)
def test_a_field_without_one_privacy_class_is_found(stated, words):
    wrong = _table("people", name=models.CharField(max_length=10), privacy=stated)
    assert any(words in fault for fault in _privacy_faults(wrong))
