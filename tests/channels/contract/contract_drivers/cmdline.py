"""A program that talks to the channel of Rasa's shell, which is at the address of REST."""

from __future__ import annotations

from contract_drivers.rest import Rest


class Cmdline(Rest):
    name = "cmdline"


DRIVER = Cmdline()
