import numpy as np
import pytest

from indicators.timeseries.polls import (
    Polls,
    check_polls,
    make_polls,
    overlapping_houses,
    sampling_variance,
    span_weights,
)
from indicators.timeseries.result import Reason

DAYS = [f"2025-01-{day:02d}" for day in range(1, 13)]
SHARES = [40.0, 42, 41, 43, 40, 39, 42, 44, 41, 40, 43, 42]


def polls(**changes: object) -> Polls | Reason:
    columns = {"start": DAYS, "end": DAYS, "share": SHARES, "house": ["A", "B"] * 6} | changes
    return make_polls(**columns)


def found(values: list[float]) -> list[float]:
    return [*values, *SHARES[len(values) :]]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"share": found([140.0])}, "not_a_share"),
        ({"share": found([1e6])}, "not_a_share"),
        ({"share": found([-1.0])}, "not_a_share"),
        ({"share": found([float("inf")])}, "infinite"),
        ({"share": [None] * 12}, "all_missing"),
        ({"share": ["40"] * 12}, "not_numeric"),
        ({"share": SHARES[:11]}, "lengths_differ"),
        ({"house": ["A"] * 11}, "lengths_differ"),
        ({"wording": ["x"]}, "lengths_differ"),
        ({"size": found([0.0])}, "not_a_size"),
        ({"margin": found([-3.0])}, "not_a_size"),
        ({"size": found([float("inf")])}, "not_a_size"),
        ({"start": ["soon"] * 12}, "bad_period"),
        ({"start": [None, *DAYS[1:]]}, "bad_period"),
        ({"end": ["2024-12-31", *DAYS[1:]]}, "ends_before_start"),
    ],
)
def test_bad_columns_give_a_reason(changes, code):
    result = polls(**changes)
    assert isinstance(result, Reason) and result.code == code


def test_an_infinite_share_is_told_by_its_place():
    assert polls(share=[*SHARES[:4], float("inf"), *SHARES[5:]]).sentence == "Value number 5 is infinite."


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"share": [*SHARES[:7], *[None] * 5]}, "too_few_polls"),
        ({"start": DAYS[:1] * 12, "end": DAYS[:1] * 12, "house": list("ABCDEFGHIJKL")}, "too_few_poll_days"),
        ({"share": [41.0] * 12}, "constant"),
        ({"start": [DAYS[0], *DAYS[:11]], "end": [DAYS[0], *DAYS[:11]], "house": ["A"] * 12}, "duplicate_poll"),
    ],
)
def test_polls_that_carry_no_average_give_a_reason(changes, code):
    result = polls(**changes)
    assert isinstance(result, Polls)
    assert check_polls(result).code == code


def test_order_does_not_matter_and_missing_shares_are_left_out():
    shuffled = polls(start=DAYS[::-1], end=DAYS[::-1], share=[*SHARES[::-1][:11], None], house=(["A", "B"] * 6)[::-1])
    plain = polls(share=[None, *SHARES[1:]])
    assert shuffled.value.tolist() == plain.value.tolist() and shuffled.house == plain.house


def test_a_net_needs_both_sides():
    result = polls(opposite=[50.0] * 11 + [None])
    assert result.value.tolist() == [share - 50 for share in SHARES[:11]]


def test_variances_by_hand():
    """One of each: size, assumed size, margin, a decimal, a net."""
    one = polls(size=[1500.0, None, *[1000.0] * 10], margin=[None, None, 4.0, *[None] * 9], share=found([50, 50, 50]))
    variance = sampling_variance(one, design_effect=1.5, default_size=800)
    assert variance[0] == pytest.approx(1.5 * 2500 / 1500 + 1 / 12)
    assert variance[1] == pytest.approx(1.5 * 2500 / 800 + 1 / 12)
    assert variance[2] == pytest.approx((4 / 1.959964) ** 2 + 1 / 12)
    decimal = polls(share=found([50.5]), size=[1000.0] * 12)
    assert sampling_variance(decimal, 1.0)[0] == pytest.approx(0.505 * 0.495 * 10 + 0.01 / 12)
    net = polls(share=found([40.0]), opposite=[50.0] * 12, size=[1000.0] * 12)
    assert sampling_variance(net, 1.0)[0] == pytest.approx((0.9 - 0.01) * 10 + 2 / 12)


def test_the_variance_of_a_net_is_that_of_simulated_samples():
    rng = np.random.default_rng(1)
    answers = rng.multinomial(1000, [0.4, 0.5, 0.1], size=20_000)
    net = (answers[:, 0] - answers[:, 1]) / 10
    stated = sampling_variance(polls(share=found([40.0]), opposite=[50.0] * 12, size=[1000.0] * 12), 1.0)[0] - 2 / 12
    assert np.var(net) == pytest.approx(stated, rel=0.03)


def test_weights_of_spans_are_those_of_a_random_walk():
    """Mean over a span less the middle, and a random day of it less the middle; variance 1 a day."""
    rng = np.random.default_rng(2)
    walk = np.cumsum(rng.normal(size=(20_000, 31 * 20)) / np.sqrt(20), axis=1)
    middle = walk[:, walk.shape[1] // 2]
    anywhere = walk[np.arange(20_000), rng.integers(0, walk.shape[1], 20_000)]
    both = polls(start=["2025-01-01"] * 12, end=["2025-01-31"] * 12, exact_days=[True, False] * 6)
    whole, month = span_weights(both)[both.exact_days][0], span_weights(both)[~both.exact_days][0]
    assert np.var(walk.mean(axis=1) - middle) == pytest.approx(whole, rel=0.05)
    assert np.var(anywhere - middle) == pytest.approx(month, rel=0.05)


def test_houses_that_do_not_overlap_are_told_apart():
    apart = polls(house=["A"] * 6 + ["B"] * 6)
    assert overlapping_houses(apart) == ()
    assert overlapping_houses(polls(house=["A"] * 12)) == ()
    assert overlapping_houses(polls(house=["A", "B", "A", *["C"] * 9])) == ("A", "B")
