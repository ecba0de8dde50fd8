"""The forms in which a report or a sheet is made.

Each is loaded when it is first asked for: its library costs time and memory that a window without a
report has no use for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from shelter_app.reports.dataset import Dataset
from shelter_app.reports.sheet import Sheet

HERE = "shelter_app.reports.render"


def _late(module: str, name: str) -> Callable[[object, str], bytes]:
    def render(content: object, language: str) -> bytes:
        renderer = cast("Callable[[object, str], bytes]", getattr(import_module(f"{HERE}.{module}"), name))
        return renderer(content, language)

    return render


OF_REPORTS: Mapping[str, Callable[[Dataset, str], bytes]] = {
    "pdf": _late("pdf", "render"),
    "xlsx": _late("workbook", "render"),
    "json": _late("structured", "render"),
    "csv": _late("workbook", "render_csv"),
}
OF_SHEETS: Mapping[str, Callable[[Sheet, str], bytes]] = {
    "pdf": _late("sheet", "pdf"),
    "xlsx": _late("sheet", "workbook"),
}
