"""The strip of devices and links, on its own, for pages that stay open."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from .shell import ANY_ROLE, may, quiet

pages = Blueprint("strip", __name__)


@pages.get("/strip")
@may(*ANY_ROLE)
@quiet
def show() -> ResponseReturnValue:
    """The strip as it is now."""
    return render_template("_strip.html")
