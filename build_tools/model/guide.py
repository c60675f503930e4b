"""A place of the station: a room or a service, as a visitor looks for it."""

from __future__ import annotations

from pydantic import Field

from build_tools.model.form import FactId, Placed, ShownForm


class RoomForm(ShownForm):
    """The front matter of a room."""

    facts: tuple[FactId, ...] = Field(
        title="事实", description="这一页用到的事实编号，至少一个", examples=[["F-SVC-01"]], min_length=1
    )


class Room(RoomForm, Placed):
    """A room, complete."""
