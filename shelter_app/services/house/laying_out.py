"""A whole house in one act: the shelter, its rooms, their beds."""

from __future__ import annotations

from shelter_app.domain.patterns import rooms_of
from shelter_app.services.acting import Act, Work, act
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter


@act("house.lay_out")
class LayOutHouse(Act[str]):
    """Open a shelter with rooms by a pattern, as ``4 x 3``; rooms and beds are numbered."""

    code: str
    name: str
    pattern: str
    placement_rule: str = "ANY"

    def apply(self, work: Work) -> str:
        """Write shelter, rooms and beds, in use from today; returns the shelter's id."""
        rooms = rooms_of(self.pattern)
        shelter = AddShelter(code=self.code, name=self.name, capacity=sum(rooms)).apply(work)
        for number, beds in enumerate(rooms, 1):
            added = AddRoom(
                shelter=shelter, name=str(number), placement_rule=self.placement_rule, grid_row=number
            )
            room = added.apply(work)
            work.session.flush()
            for bed in range(1, beds + 1):
                AddBed(room=room, label=str(bed), in_use_from=work.today).apply(work)
        return shelter
