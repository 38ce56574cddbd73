"""The facts travel in the wheel, where `indicators.installed` finds them; an editable install reads those beside it."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FactsHook(BuildHookInterface):
    """Puts ``data/raw`` and ``seeds`` below ``indicators/facts``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"] |= {name: f"indicators/facts/{name}" for name in ("data/raw", "seeds")}
