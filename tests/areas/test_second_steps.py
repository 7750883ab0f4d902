"""Second steps, recovery codes, passwords and sessions, below the pages."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pyotp
import pytest
from django.db import IntegrityError, connection, transaction

from nippu.access import actions, passkeys
from nippu.access.errors import CodeAppThere, PasswordTooWeak, PasswordWrong, SecondStepNeeded
from nippu.access.models import Account, RecoveryCode, SecondStep
from nippu.access.queries import account_known_as, known_passkeys, second_steps_of
from nippu.access.sealing import SealBroken, seal, unseal
from nippu.access.second_steps import counter_of, new_secret
from tests import cast
from tests.soft_key import SoftKey

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HOST = "testserver"


def code(at, secret=SECRET):
    """What the app of another hand shows at a moment."""
    return pyotp.TOTP(secret).at(int(at.timestamp()))


@pytest.fixture
def app(eero, now):
    """Eero has an app that shows codes."""
    assert actions.add_code_app(eero.account_id, SECRET, code(now), at=now)
    return now + timedelta(minutes=2)


@pytest.fixture
def key(eero, now):
    """Eero has a passkey."""
    return _added_key(eero, now)


def _added_key(actor, now):
    key = SoftKey()
    asked = passkeys.ask_to_add(HOST, account_id=actor.account_id, username="eero", known=[])
    kept = passkeys.added(HOST, asked.state, key.make(asked.asked))
    assert kept is not None
    actions.add_passkey(actor.account_id, kept, name="Työpuhelin", at=now)
    return key


def _use(actor, key, now, *, host=HOST):
    asked = passkeys.ask(host, [each.kept for each in known_passkeys(actor.account_id)])
    return actions.use_passkey(actor.account_id, key.use(asked.asked), host=host, state=asked.state, at=now)


@pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phones_clock_may_be_half_a_minute_wrong(now, seconds, good):
    shown = code(now + timedelta(seconds=seconds))
    assert (counter_of(SECRET, shown, at=now) is not None) is good


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "½23456", "000000\0"])
def test_what_is_no_code_is_refused(app, eero, typed):
    assert not actions.use_code(eero.account_id, typed, at=app)


def test_a_code_is_good_once_and_older_ones_are_not_good_after_it(app, eero):
    earlier = code(app - timedelta(seconds=30))
    assert actions.use_code(eero.account_id, code(app), at=app)
    assert not actions.use_code(eero.account_id, code(app), at=app)
    assert not actions.use_code(eero.account_id, earlier, at=app)
    later = app + timedelta(seconds=30)
    assert actions.use_code(eero.account_id, code(later), at=later)


def test_the_code_with_which_the_app_was_added_does_not_log_in(eero, now):
    assert actions.add_code_app(eero.account_id, SECRET, code(now), at=now)
    assert not actions.use_code(eero.account_id, code(now), at=now)


def test_an_app_that_shows_wrong_codes_is_not_added(eero, now):
    assert not actions.add_code_app(eero.account_id, SECRET, code(now, new_secret()), at=now)
    assert not second_steps_of(eero.account_id).has_any


def test_there_is_one_app_at_a_time(app, eero):
    with pytest.raises(CodeAppThere):
        actions.add_code_app(eero.account_id, new_secret(), "123456", at=app)
    row = SecondStep.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondStep.objects.create(account_id=row.account_id, kind="code_app", secret="x", added_at=app)


def test_the_code_of_another_does_not_do(app, eero, veera):
    assert not actions.use_code(veera.account_id, code(app), at=app)


def test_a_recovery_code_is_good_once_however_it_is_typed(app, eero, veera):
    codes = actions.make_recovery_codes(eero.account_id)
    assert len(set(codes)) == 10
    typed = codes[0].replace("-", " ").upper()
    assert not actions.use_code(veera.account_id, typed, at=app)
    assert actions.use_code(eero.account_id, typed, at=app)
    assert not actions.use_code(eero.account_id, codes[0], at=app)
    assert second_steps_of(eero.account_id).codes_left == 9


def test_new_recovery_codes_end_the_old_ones(app, eero):
    old = actions.make_recovery_codes(eero.account_id)
    actions.make_recovery_codes(eero.account_id)
    assert not actions.use_code(eero.account_id, old[0], at=app)


def test_the_database_tells_neither_secrets_nor_recovery_codes(app, eero, key):
    codes = actions.make_recovery_codes(eero.account_id)
    kept = [each.kept for each in known_passkeys(eero.account_id)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT secret FROM access_secondstep UNION ALL SELECT digest FROM access_recoverycode"
        )
        told = " ".join(row[0] for row in cursor.fetchall())
    for secret in (SECRET, *kept, *codes, *(each.replace("-", "") for each in codes)):
        assert secret not in told


def test_secrets_and_recovery_codes_open_with_the_key_before_the_present_one(app, eero, settings):
    codes = actions.make_recovery_codes(eero.account_id)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "uusi avain", [settings.SECRET_KEY]
    assert actions.use_code(eero.account_id, code(app), at=app)
    assert actions.use_code(eero.account_id, codes[3], at=app)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SealBroken):
        actions.use_code(eero.account_id, code(app), at=app)


@pytest.mark.parametrize("damaged", ["", "x", "gAAAAA"])
def test_what_was_not_sealed_here_does_not_open(damaged):
    assert unseal(seal("salaisuus")) == "salaisuus"
    with pytest.raises(SealBroken):
        unseal(damaged)


def test_a_passkey_answers_and_its_use_is_remembered(key, eero, now):
    later = now + timedelta(hours=1)
    assert _use(eero, key, later)
    (step,) = second_steps_of(eero.account_id).passkeys
    assert (step.name, step.used_at) == ("Työpuhelin", later)


def test_an_answer_is_good_for_its_own_question_only(key, eero, now):
    known = [each.kept for each in known_passkeys(eero.account_id)]
    first, second = passkeys.ask(HOST, known), passkeys.ask(HOST, known)
    answer = key.use(first.asked)
    assert not actions.use_passkey(eero.account_id, answer, host=HOST, state=second.state, at=now)
    assert actions.use_passkey(eero.account_id, answer, host=HOST, state=first.state, at=now)
    # Also when the state were remembered: the key has counted this use already.
    assert not actions.use_passkey(eero.account_id, answer, host=HOST, state=first.state, at=now)


def test_a_copied_passkey_is_refused(key, eero, now):
    assert _use(eero, key, now)
    assert _use(eero, key, now)
    key.counter = 0
    assert not _use(eero, key, now)


def test_a_passkey_that_does_not_count_may_be_used_again(key, eero, now):
    for _ in range(2):
        key.counter = -1
        assert _use(eero, key, now)


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        ("https://testserver.example", "testserver"),
        ("http://testserver", "testserver"),
        ("https://testserver", "muualla"),
    ],
)
def test_an_answer_made_for_another_site_is_refused(key, eero, now, origin, site):
    key.origin, key.site = origin, site
    assert not _use(eero, key, now)


def test_the_passkey_of_another_does_not_do(key, eero, veera, now):
    other = _added_key(veera, now)
    assert not _use(eero, other, now)
    other.id = key.id
    assert not _use(eero, other, now)


@pytest.mark.parametrize("answer", ["", "{}", "null", "[]", '{"id": 1}', '{"response": {}}', "ä" * 100])
def test_what_is_no_answer_of_a_passkey_is_refused(key, eero, now, answer):
    asked = passkeys.ask(HOST, [each.kept for each in known_passkeys(eero.account_id)])
    assert not actions.use_passkey(eero.account_id, answer, host=HOST, state=asked.state, at=now)
    assert passkeys.added(HOST, asked.state, answer) is None


@pytest.mark.parametrize(
    ("host", "possible"),
    [
        ("nippu.example.org", True),
        ("localhost:8000", True),
        ("127.0.0.1:8000", False),
        ("192.0.2.1", False),
        ("[::1]:8000", False),
        ("[::1]", False),
    ],
)
def test_passkeys_need_a_site_with_a_name(host, possible):
    assert passkeys.are_possible(host) is possible


def test_the_last_second_step_stays_where_one_is_required(app, eero, key):
    first, second = (each.id for each in second_steps_of(eero.account_id).steps)
    assert actions.remove_second_step(eero.account_id, first, is_required=True)
    with pytest.raises(SecondStepNeeded):
        actions.remove_second_step(eero.account_id, second, is_required=True)
    actions.make_recovery_codes(eero.account_id)
    assert actions.remove_second_step(eero.account_id, second, is_required=False)
    assert not RecoveryCode.objects.exists()


def test_the_second_step_of_another_is_not_removed(app, eero, veera):
    (step,) = second_steps_of(eero.account_id).steps
    assert not actions.remove_second_step(veera.account_id, step.id, is_required=False)
    assert not actions.remove_second_step(eero.account_id, uuid4(), is_required=False)
    assert second_steps_of(eero.account_id).has_any


def test_one_who_has_lost_everything_begins_anew(app, eero, key):
    actions.make_recovery_codes(eero.account_id)
    actions.remove_all_second_steps(eero.account_id)
    assert second_steps_of(eero.account_id) == replace(
        second_steps_of(eero.account_id), steps=(), codes_left=0
    )


def test_the_password_is_changed_by_one_who_knows_the_old_one(eero):
    with pytest.raises(PasswordWrong):
        actions.change_password(eero.account_id, old="väärä", new="uusi-ja-pitkä-lokki")
    with pytest.raises(PasswordTooWeak):
        actions.change_password(eero.account_id, old=cast.PASSWORD, new="lyhyt")
    actions.change_password(eero.account_id, old=cast.PASSWORD, new="uusi-ja-pitkä-lokki")
    assert Account.objects.get(pk=eero.account_id).check_password("uusi-ja-pitkä-lokki")


def test_a_provider_speaks_of_its_own_people_only(eero, veera):
    actions.link_to_provider(eero.account_id, provider="alue", external_id="12")
    assert account_known_as("alue", "12") == eero.account_id
    assert account_known_as("muu", "12") is None
    assert account_known_as("alue", "") is None
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.link_to_provider(veera.account_id, provider="alue", external_id="12")
    actions.link_to_provider(veera.account_id, provider="muu", external_id="12")
    assert account_known_as("muu", "12") == veera.account_id
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.link_to_provider(veera.account_id, provider="", external_id="13")


def test_a_closed_account_is_known_to_nobody(eero):
    actions.link_to_provider(eero.account_id, provider="alue", external_id="12")
    Account.objects.filter(pk=eero.account_id).update(is_active=False)
    assert account_known_as("alue", "12") is None
