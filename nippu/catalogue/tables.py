"""The catalogue's own tables of facts: stages, fit and roles."""

from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml


class StageTable(TypedDict, total=False):
    """A stage in stages.yaml."""

    code: str
    structures: list[str]
    placed_by_us: list[str]


class Stages(TypedDict):
    """What stages.yaml says."""

    stages: dict[str, StageTable]
    home: dict[str, str]
    by_document_type: dict[str, str]
    typical: dict[str, dict[str, list[str]]]
    joint_instead: dict[str, str | None]


class Fit(TypedDict):
    """What fit.yaml says."""

    subjects: dict[str, str | list[str]]
    also: dict[str, list[str]]


class Roles(TypedDict):
    """What roles.yaml says."""

    roles: dict[str, list[str]]
    evaluation_of: dict[str, str]


@cache
def stage_table() -> Stages:
    """Which structures belong to which stage."""
    found: Stages = yaml.load(_file("stages.yaml"), Loader=yaml.CSafeLoader)
    return found


@cache
def fit_table() -> Fit:
    """Which service tasks use the structures of which subject."""
    found: Fit = yaml.load(_file("fit.yaml"), Loader=yaml.CSafeLoader)
    return found


@cache
def role_table() -> Roles:
    """Which structures have a role in handling a case."""
    found: Roles = yaml.load(_file("roles.yaml"), Loader=yaml.CSafeLoader)
    return found


def _file(name: str) -> bytes:
    return Path(__file__).with_name(name).read_bytes()
