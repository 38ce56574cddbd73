"""What a forecast is asked: the series, what was known of it at each origin, and why it may have to be refused."""

from dataclasses import dataclass

import numpy as np

from indicators.timeseries.backtesting import MINIMUM_ORIGINS, Scaling, mase_scale, rolling_origins
from indicators.timeseries.input import center_and_scale
from indicators.timeseries.reasons import reason
from indicators.timeseries.result import FloatArray, IntArray, Reason

LONGEST_PERIOD = 12


@dataclass(frozen=True, eq=False)
class ForecastTask:
    """One question: the complete values `known`, from position `start`, with `late` missing ones after them."""

    known: FloatArray
    start: int
    late: int
    period: int
    horizon: int
    log: bool
    levels: tuple[int, ...]
    vintages: tuple[FloatArray | None, ...] = ()

    def history(self, origin: int) -> FloatArray:
        """The series as it was known at an origin, on the modelled scale; as it is known now where no vintage is."""
        then = self.vintages[self.start + origin] if self.vintages else None
        if then is not None and then.size == self.start + origin + 1:
            own = then[self.start :]
            if np.isfinite(own).all() and (not self.log or np.min(own) > 0):
                return self.scaling.forward(own)
        return self.scaling.forward(self.known[: origin + 1])

    @property
    def revised_origins(self) -> int:
        """At how many origins another series was known than the one of today."""
        now = self.scaling.forward(self.known)
        return sum(not np.array_equal(self.history(o), now[: o + 1]) for o in self.origins.tolist())

    @property
    def origins(self) -> IntArray:
        return rolling_origins(self.known.size, self.period, self.horizon)

    @property
    def scaling(self) -> Scaling:
        return Scaling(*center_and_scale(np.log(self.known) if self.log else self.known), self.log)

    def refusal(self) -> Reason | None:
        """Say why a sound series still cannot be forecast, or None."""
        if self.period > LONGEST_PERIOD:
            return reason("seasonal_too_long", period=self.period, limit=LONGEST_PERIOD)
        if self.late > self.horizon:
            return reason("ended", count=self.late, limit=self.horizon)
        if self.origins.size < MINIMUM_ORIGINS:
            return reason("too_few_origins", count=self.origins.size, minimum=MINIMUM_ORIGINS)
        if _exact(np.log(self.known) if self.log else self.known, self.period):
            return reason("exact_pattern")
        scale = mase_scale(self.known[: self.origins[0] + 1], self.period)
        return reason("flat_start", lag=self.period) if scale <= 1e-12 * float(np.max(np.abs(self.known))) else None


def _exact(values: FloatArray, period: int) -> bool:
    """Tell whether differencing leaves nothing: a straight line, or one repeated season on a line."""
    rest = np.diff(values[period:] - values[:-period])
    return bool(np.max(np.abs(rest)) <= 1e-9 * np.ptp(values))
