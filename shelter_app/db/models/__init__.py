"""What the store holds, one module for each part of the house.

Importing this package loads every table into ``Base.metadata``.
"""

from shelter_app.db.models import care, counselling, handover, house, people, presence, services, stays, trust
from shelter_app.db.models.base import Base, Record, new_id

__all__ = [
    "Base",
    "Record",
    "care",
    "counselling",
    "handover",
    "house",
    "new_id",
    "people",
    "presence",
    "services",
    "stays",
    "trust",
]

for _table in Base.metadata.tables.values():
    _table.dialect_options["sqlite"]["strict"] = True
