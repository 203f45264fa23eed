"""A rehearsal province: a real HTTP server that owns an invented record and speaks one province's words."""

from counter.rehearsal.province.intake import Applied
from counter.rehearsal.province.record import RehearsalError
from counter.rehearsal.province.world import Name, RehearsalProvince

__all__ = ["Applied", "Name", "RehearsalError", "RehearsalProvince"]
