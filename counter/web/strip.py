"""The strip of devices and links, on its own, for pages that stay open."""

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from counter.devices import Device, laying
from counter.live import sign_of

from .shell import ANY_ROLE, counter, login_now, may, quiet

pages = Blueprint("strip", __name__)
pages.add_app_template_global(laying, "laying")


@pages.get("/strip")
@may(*ANY_ROLE)
@quiet
def show() -> ResponseReturnValue:
    """The strip as it is now. With ``window`` and ``since`` the server waits for news before it asks for this."""
    return render_template("_strip.html")


@pages.app_template_global("live")
def live(devices: Sequence[Device]) -> str:
    """The sign of what the strip says, which is another one as soon as it says something else."""
    return sign_of(devices, counter().courier.link, counter().locks[login_now().window])
