"""What the store holds, one module for each part of the house.

Importing this package loads every module in it, and with it every table into ``Base.metadata``: a new module is found
by itself.
"""

from importlib import import_module
from pkgutil import iter_modules

from shelter_app.db.models.base import Base, Record, new_id

__all__ = ["Base", "Record", "new_id"]

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
for _table in Base.metadata.tables.values():
    _table.dialect_options["sqlite"]["strict"] = True
