"""Series with published results. Tolerances: published figures are compared to the digits they are printed with."""

import os
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from statsmodels.datasets import nile as nile_dataset

# Box and Jenkins (1976), series G; R datasets::AirPassengers. Thousands of passengers, 1949-01 to 1960-12.
_AIR = """
112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140
145 150 178 163 172 178 199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194
196 196 236 235 229 243 264 272 237 211 180 201 204 188 235 227 234 264 302 293 259 229 203 229
242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 313 318 374 413 405 355 306 271 306
315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 404 359 310 337
360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432
"""

# R fpp2::austourists (Hyndman): international visitor nights in Australia, millions, 1999Q1 to 2015Q4.
_TOURISTS = """
30.05251300 19.14849600 25.31769200 27.59143700 32.07645600 23.48796100 28.47594000 35.12375300
36.83848500 25.00701700 30.72223000 28.69375900 36.64098600 23.82460900 29.31168300 31.77030900
35.17787700 19.77524400 29.60175000 34.53884200 41.27359900 26.65586200 28.27985900 35.19115300
42.20566386 24.64917133 32.66733514 37.25735401 45.24246027 29.35048127 36.34420728 41.78208136
49.27659843 31.27540139 37.85062549 38.83704413 51.23690034 31.83855162 41.32342126 42.79900337
55.70835836 33.40714492 42.31663797 45.15712257 59.57607996 34.83733016 44.84168072 46.97124960
60.01903094 38.37117851 46.97586413 50.73379646 61.64687319 39.29956937 52.67120908 54.33231689
66.83435838 40.87118847 51.82853579 57.49190993 65.25146985 43.06120822 54.76075713 59.83447494
73.25702747 47.69662373 61.09776802 66.05576122
"""


@pytest.fixture(scope="session")
def air() -> np.ndarray:
    values = np.array(_AIR.split(), dtype=float)
    assert values.size == 144
    assert values.sum() == 40363  # R: sum(AirPassengers)
    return values


@pytest.fixture(scope="session")
def tourists() -> np.ndarray:
    values = np.array(_TOURISTS.split(), dtype=float)
    assert values.size == 68
    return values


@pytest.fixture(scope="session")
def nile() -> np.ndarray:
    values = np.asarray(nile_dataset.load_pandas().data["volume"], dtype=float)
    assert values.size == 100
    return values


@pytest.fixture
def run_python() -> Callable[..., str]:
    """Run code in a fresh interpreter with another environment and return what it prints."""

    def run(code: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | environment,
        )
        return done.stdout

    return run


def bad_series() -> dict[str, tuple[object, str]]:
    """Issue 5, 'Bad input', each with the reason expected: name -> (values, code)."""
    good = 100 + np.arange(80) % 12 + np.sin(np.arange(80.0) ** 2)
    gap, infinite, outlier = good.copy(), good.copy(), good.copy()
    gap[40], infinite[40], outlier[40] = np.nan, np.inf, 1e6
    huge = good.copy()
    huge[3] = 1e308
    return {
        "too short": ([1.0, 2.0], "too_short"),
        "empty": ([], "empty"),
        "constant": (np.full(80, 3.0), "constant"),
        "constant to rounding": (3.0 + 1e-15 * (np.arange(80) % 2), "constant"),
        "all missing": (np.full(80, np.nan), "all_missing"),
        "all None": ([None] * 80, "all_missing"),
        "gap in the middle": (gap, "missing"),
        "infinite": (infinite, "infinite"),
        "outlier of 1e6": (outlier, "outlier"),
        "1e308": (huge, "too_large"),
        "text": (["1.0"] * 80, "not_numeric"),
        "ragged": ([[1.0], [1.0, 2.0]], "not_numeric"),
        "two columns": (np.ones((80, 2)), "not_one_dimensional"),
        "complex": (good + 1j, "not_numeric"),
    }


BAD_SERIES = bad_series()


@pytest.fixture(params=list(BAD_SERIES))
def bad(request: pytest.FixtureRequest) -> tuple[str, object, str]:
    values, code = BAD_SERIES[request.param]
    return request.param, values, code
