"""Rehearsal systems beside the province: real HTTP, each with its own record and its own faults."""

from counter.rehearsal.systems.nontax import NonTax
from counter.rehearsal.systems.peer import Peer, Took
from counter.rehearsal.systems.registers import Insurance, Police
from counter.rehearsal.systems.world import RehearsalSystems

__all__ = ["Insurance", "NonTax", "Peer", "Police", "RehearsalSystems", "Took"]
