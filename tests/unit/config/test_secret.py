"""The secret of sessions."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from nippu.config.secret import secret_key


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)


def test_a_private_installation_makes_one_and_keeps_it_to_itself(tmp_path):
    made = secret_key(tmp_path / "var", may_make=True)
    assert len(made) >= 64
    assert secret_key(tmp_path / "var", may_make=True) == made
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret-key"]


def test_a_given_one_wins_and_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")
    assert secret_key(tmp_path / "var", may_make=True) == "given"
    assert not (tmp_path / "var").exists()


def test_production_without_one_does_not_start(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        secret_key(tmp_path, may_make=False)
