"""What X-13's own diagnostics say: specification in words, coefficients, quality statistics, residual test."""

import re

from indicators.timeseries.result import Diagnostics, Parameters
from indicators.timeseries.x13 import X13Output

QUALITY = ("Q", "Q without M2", *(f"M{number}" for number in range(1, 12)))
_QUALITY_KEYS = ("f3.q", "f3.qm2", *(f"f3.m{number:02d}" for number in range(1, 12)))


def in_words(output: X13Output) -> str:
    """Transformation, model, regressors and filters, as chosen."""
    found = output.summary
    chosen = "by AICc" if "aictrans" in found else "as asked"
    scale = f"{'logarithms' if scale_of(found).startswith('Log') else 'level'} ({chosen})"
    regressors = ", ".join(text for name, text in sorted(found.items()) if re.fullmatch(r"finalreg\d+", name))
    filters = {found.get("sfmsr", "")} - {""}
    parts = [
        scale,
        f"ARIMA {found.get('arimamdl', 'not stated')}",
        f"regressors: {regressors or 'none'}",
        f"seasonal filter {', '.join(sorted(filters)) or 'not stated'}",
        f"trend filter {found.get('finaltrendma', 'not stated')} terms",
    ]
    return "; ".join(parts)


def scale_of(found: dict[str, str]) -> str:
    """The transformation that was used; on logarithms X-11 splits into factors, otherwise into sums."""
    return found.get("aictrans") or found.get("transform", "")


def coefficients(found: dict[str, str]) -> Parameters:
    """ARIMA coefficients and their standard errors, in the program's own sign."""
    made: list[tuple[str, float]] = []
    for name, text in found.items():
        match = re.fullmatch(r"(AR|MA)\$(Nonseasonal|Seasonal)\$\d+\$0*(\d+)", name)
        numbers = _numbers(text)
        if match and len(numbers) >= 2:
            label = f"{match[1].lower()}.L{match[3]}"
            made += [(label, numbers[0]), (f"{label}.se", numbers[1])]
    return tuple(made)


def quality(found: dict[str, str]) -> Parameters:
    read = [(name, _numbers(found.get(key, ""))) for name, key in zip(QUALITY, _QUALITY_KEYS, strict=True)]
    return tuple((name, numbers[0]) for name, numbers in read if numbers)


def ljung_box_of(found: dict[str, str], n: int) -> tuple[Diagnostics, ...]:
    """The program's Ljung-Box test at its two-season lag, the latest it prints."""
    lags = [(int(name.split("$")[1]), _numbers(text)) for name, text in found.items() if name.startswith("acf2q$")]
    if not lags or len(lags[-1][1]) < 3:
        return ()
    lag, (statistic, freedom, p_value) = lags[-1][0], lags[-1][1][:3]
    return (
        Diagnostics(
            "Ljung-Box", statistic, p_value, f"the errors are uncorrelated up to lag {lag}",
            "some autocorrelation differs from zero: the model misses dynamics", n, lag, (int(freedom),),
        ),
    )  # fmt: skip


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split()]
    except ValueError:
        return []
