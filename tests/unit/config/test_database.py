"""DATABASE_URL as people write it."""

import pytest

from nippu.config.database import PREPARED, database


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p@db.example:5433/n", ("n", "u", "p", "db.example", "5433", {})),
        ("postgres://u@/n?host=%2Frun%2Fpg&port=5432", ("n", "u", "", "/run/pg", "5432", {})),
        (
            "postgresql://u%40x:p%2Fq@h/n?sslmode=verify-full",
            ("n", "u@x", "p/q", "h", "", {"sslmode": "verify-full"}),
        ),
        ("postgresql:///", ("nippu", "", "", "", "", {})),
    ],
)
def test_each_part_of_the_address_is_read(url, expected):
    found = database(url)
    parts = tuple(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"))
    assert parts == (*expected[:-1], PREPARED | expected[-1])


@pytest.mark.parametrize("url", ["mysql://h/n", "sqlite:///n", "nonsense"])
def test_other_databases_are_refused(url):
    with pytest.raises(ValueError, match="PostgreSQL only"):
        database(url)


def test_runs_at_once_need_not_share_the_database_of_tests(monkeypatch):
    monkeypatch.setenv("NIPPU_TEST_SUFFIX", "_two")
    assert database("postgresql://h/n")["TEST"]["NAME"] == "test_nippu_two"
