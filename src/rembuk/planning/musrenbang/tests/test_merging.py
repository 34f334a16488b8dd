"""What merged proposals add up to."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from rembuk.planning.musrenbang.alike.merging import Claim, merge, overlap


def claim(key: str, beneficiaries: int, *rts: int, rw: str = "2", proposer: str = "", cost: int = 0) -> Claim:
    return Claim(
        id=key, proposer=proposer or key, rw=rw, rts=frozenset(map(str, rts)), beneficiaries=beneficiaries, cost=cost
    )


def test_two_rts_that_do_not_overlap_are_added() -> None:
    assert merge([claim("a", 80, 3), claim("b", 60, 5)]).beneficiaries == 140


def test_of_two_who_count_the_same_rt_the_larger_counts() -> None:
    merged = merge([claim("a", 80, 3), claim("b", 100, 3)])
    assert (merged.beneficiaries, merged.counted) == (100, ("b",))


def test_the_whole_rw_holds_its_rts_and_the_kelurahan_holds_all() -> None:
    rts = [claim("a", 80, 3), claim("b", 60, 5)]
    assert merge([*rts, claim("rw", 120)]).beneficiaries == 140  # the RTs know better than the RW
    assert merge([*rts, claim("rw", 200)]).counted == ("rw",)
    assert merge([*rts, claim("all", 900, rw=""), claim("other", 70, 1, rw="7")]).beneficiaries == 900


def test_one_in_the_middle_does_not_hide_the_two_beside_it() -> None:
    merged = merge([claim("a", 100, 1, 2), claim("b", 110, 2, 3), claim("c", 30, 3)])
    assert (merged.beneficiaries, merged.counted) == (130, ("a", "c"))


def test_every_proposer_stays_once_with_what_was_asked() -> None:
    asked = [claim("b", 1, 5, proposer="RT 05", cost=30), claim("a", 1, 3, proposer="RT 03", cost=40),
             claim("c", 1, 5, proposer="RT 05", cost=5)]  # fmt: skip
    merged = merge(asked)
    assert merged.proposers == ("RT 03", "RT 05")
    assert sorted(merged.claims, key=lambda one: one.id) == sorted(asked, key=lambda one: one.id)
    assert (merged.cost_least, merged.cost_most) == (40, 75)


def test_nothing_merged_is_nothing() -> None:
    assert (merge([]).beneficiaries, merge([]).cost_least) == (0, 0)


areas = st.tuples(
    st.sampled_from(["", "1", "2"]), st.frozensets(st.sampled_from("1234"), max_size=3), st.integers(0, 500)
)
claims = st.lists(areas, max_size=8).map(
    lambda rows: [Claim(str(at), str(at), rw, rts, people) for at, (rw, rts, people) in enumerate(rows)]
)


@given(claims, st.permutations(range(8)))
def test_it_is_the_most_that_counts_nobody_twice_in_any_order(asked: list[Claim], order: list[int]) -> None:
    merged = merge(asked)
    tried = [
        sum(one.beneficiaries for one in some)
        for size in range(len(asked) + 1)
        for some in combinations(asked, size)
        if not any(overlap(a, b) for a, b in combinations(some, 2))
    ]
    assert merged.beneficiaries == max(tried)
    known = {one.id: one for one in asked}
    assert sum(known[one].beneficiaries for one in merged.counted) == merged.beneficiaries
    assert merge([asked[at] for at in order if at < len(asked)]) == merged
