"""What the log of use asks to know."""

from typing import Protocol

from nippu.base.ids import ControllerId, ProfessionalId, UnitId


class User(Protocol):
    """One who uses client data: a professional in a unit of a controller."""

    @property
    def controller_id(self) -> ControllerId:
        """The controller whose data are used."""

    @property
    def unit_id(self) -> UnitId:
        """The unit in which the professional acts."""

    @property
    def professional_id(self) -> ProfessionalId:
        """The professional."""
