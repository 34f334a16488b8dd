"""Ids grow in the order they are made, whatever the clock does; a seed repeats everything."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.errors import Refused

NOON = datetime(2026, 1, 30, 5, tzinfo=UTC)


def test_ids_grow_within_a_millisecond() -> None:
    with clock.standing(NOON):
        made = [chance.new_id() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}


def test_an_id_tells_its_time() -> None:
    with clock.standing(NOON + timedelta(days=3)):
        one = chance.new_id()
    assert one.int >> 80 == int((NOON + timedelta(days=3)).timestamp() * 1000)


def test_ids_follow_a_clock_that_moves_on_or_is_set_back() -> None:
    with clock.standing(NOON):
        before = chance.new_id()
    with clock.standing(NOON + timedelta(seconds=1)):
        assert chance.new_id() > before
    with clock.standing(NOON - timedelta(days=1)):
        assert chance.new_id() < before


def test_threads_never_share_an_id() -> None:
    with clock.standing(NOON), ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: chance.new_id(), range(5_000)))
    assert len(set(made)) == 5_000


def draws() -> list[object]:
    return [chance.new_id(), chance.digits(6), chance.secret(), chance.word(12), chance.token_bytes(5)]


def test_the_same_seed_gives_the_same_city() -> None:
    with clock.standing(NOON):
        with chance.seeded(7):
            first = [*draws(), *draws()]
        with chance.seeded(7):
            assert [*draws(), *draws()] == first
        with chance.seeded(8):
            assert not set(map(str, draws())) & set(map(str, first))
        assert draws() != first[:5]


def test_a_seed_is_refused_within_another_and_is_gone_afterwards() -> None:
    with chance.seeded(1):
        with pytest.raises(Refused) as refused, chance.seeded(2):
            pass
        assert refused.value.code == "seeded"
    assert chance.secret() != chance.secret()
    with pytest.raises(ZeroDivisionError), chance.seeded(1):
        _ = 1 // 0
    with chance.seeded(1):
        assert chance.digits(4).isdigit()


def test_shapes() -> None:
    assert re.fullmatch(r"\d{6}", chance.digits(6))
    assert re.fullmatch(r"[0-9a-f]{64}", chance.secret())
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{20}", chance.word(20))


def test_words_use_every_letter_alike() -> None:
    with chance.seeded(3):
        letters = "".join(chance.word(100) for _ in range(310))
    counts = [letters.count(letter) for letter in "23456789ABCDEFGHJKMNPQRSTUVWXYZ"]
    assert all(850 < count < 1150 for count in counts)
