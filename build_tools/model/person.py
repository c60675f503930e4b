"""An identifiable person, and where that person has agreed to be shown."""

from __future__ import annotations

import datetime

from pydantic import Field

from build_tools.model.form import Day, Form, Surface, Text


class PersonForm(Form):
    """What staff write about a person."""

    shown_as: Text = Field(title="称呼", description="页面上怎么称呼这个人", examples=["一位老居民"])
    role: Text | None = Field(None, title="身份", description="职务或身份", examples=["居民区党总支书记"])
    minor: bool = Field(False, title="未成年", description="未成年写 true，否则写 false", examples=["false"])
    guardian: Text | None = Field(
        None,
        title="监护人同意",
        description="未成年人必填：哪位监护人同意，书面材料在哪里",
        examples=["母亲，书面同意存档"],
    )
    consent_web: bool = Field(False, title="同意上网页", description="写 true 或 false", examples=["true"])
    consent_station: bool = Field(False, title="同意上站内屏幕", description="写 true 或 false", examples=["true"])
    consent_print: bool = Field(False, title="同意印出来", description="写 true 或 false", examples=["false"])
    given: Day | None = Field(None, title="同意日期", description="年-月-日", examples=["2021-06-01"])
    expires: Day | None = Field(
        None, title="同意到哪天为止", description="年-月-日，这一天还算", examples=["2026-06-01"]
    )
    withdrawn: Day | None = Field(
        None, title="撤回日期", description="年-月-日；写了就不再出现", examples=["2023-01-01"]
    )


class Person(PersonForm):
    """A person, complete."""

    id: str
    """Name of the file without suffix."""
    file: str
    """Path shown to staff."""

    def may_appear(self, surface: Surface, today: datetime.date) -> bool:
        """Return whether this person may be shown; whatever is not plainly allowed is not."""
        agreed = {"web": self.consent_web, "station": self.consent_station, "print": self.consent_print}
        return (
            agreed.get(surface) is True
            and self.withdrawn is None
            and self.given is not None
            and self.given <= today
            and (self.expires is None or today <= self.expires)
            and (not self.minor or self.guardian is not None)
        )
