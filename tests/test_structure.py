"""How the modules of the program stand to each other."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Who imports whom: at the head of a module, inside a function, and for the types only."""
    return grimp.build_graph("shelter_app", cache_dir=None)


def test_no_module_is_imported_by_what_it_imports(imports: grimp.ImportGraph) -> None:
    order = TopologicalSorter(
        {module: imports.find_modules_directly_imported_by(module) for module in imports.modules}
    )
    try:
        order.prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' <- '.join(error.args[1])}")


def test_the_graph_sees_imports_inside_functions_and_for_types_only(imports: grimp.ImportGraph) -> None:
    found = imports.find_modules_directly_imported_by("shelter_app.app")
    assert {"shelter_app.db.opening", "shelter_app.db.store"} <= found
