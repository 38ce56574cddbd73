import importlib
import pkgutil

import indicators.timeseries as package


def test_importing_the_hall_loads_nothing_heavy(run_python):
    code = (
        "import sys, indicators.timeseries; "
        "print([m for m in ('statsmodels', 'scipy', 'pandas', 'polars', 'duckdb', 'altair') if m in sys.modules])"
    )
    assert run_python(code).strip() == "[]"


def test_every_public_name_is_still_what_it_was_after_every_module_is_imported():
    before = {name: getattr(package, name) for name in package.__all__}
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    assert all(getattr(package, name) is thing for name, thing in before.items())
    assert sorted(package.__all__) == package.__all__
