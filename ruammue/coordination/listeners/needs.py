"""News of needs, matters and calls."""

from __future__ import annotations

from ruammue.coordination import hearers
from ruammue.coordination.actions import tell
from ruammue.coordination.listeners.paths import matter_path, path
from ruammue.ledger.actions import News, on
from ruammue.needs.events import (
    CallEndorsed,
    CallOpened,
    MatterClosed,
    MatterPublished,
    NeedAnswered,
    NeedHandedOver,
    NeedJudged,
    NeedReported,
)
from ruammue.needs.models import Call, Need


@on(NeedReported)
def tell_handler(event: NeedReported, news: News) -> None:
    """Whoever answers hears of the need and its day."""
    _tell_handler(event, news, "need.reported")


@on(NeedHandedOver)
def tell_new_handler(event: NeedHandedOver, news: News) -> None:
    """Whoever answers from now on hears of it."""
    _tell_handler(event, news, "need.handed")


def _tell_handler(event: NeedReported | NeedHandedOver, news: News, code: str) -> None:
    need = Need.objects.of(event.steward).get(pk=event.need)
    tell(
        {event.handler},
        code,
        news,
        steward_id=event.steward,
        path=path(event.steward, "needs:need", event.need),
        matter_id=event.matter,
        day=need.answer_due_on.isoformat(),
    )


@on(NeedAnswered)
def tell_reporter(event: NeedAnswered, news: News) -> None:
    """Who told it, and who typed it for them, hear that there is an answer."""
    need = Need.objects.of(event.steward).get(pk=event.need)
    page = path(event.steward, "needs:need", event.need)
    for person, code in ((need.reporter_id, "need.answered"), (need.entered_by_id, "need.answered_helped")):
        tell({person}, code, news, steward_id=event.steward, path=page, matter_id=event.matter)


@on(NeedJudged)
def tell_handler_of_verdict(event: NeedJudged, news: News) -> None:
    """Whoever answered hears whether it helped."""
    need = Need.objects.of(event.steward).get(pk=event.need)
    tell(
        {need.handler_id},
        "need.fixed" if event.is_fixed else "need.not_fixed",
        news,
        steward_id=event.steward,
        path=path(event.steward, "needs:need", event.need),
        matter_id=event.matter,
    )


@on(MatterPublished)
def tell_coordinators(event: MatterPublished, news: News) -> None:
    """Coordinators of the village and the networks hear that everybody can read it now."""
    tell(
        hearers.coordinators_of_matter(event.steward, event.matter),
        "matter.published",
        news,
        steward_id=event.steward,
        path=path(event.steward, "coordination:paper", event.matter),
        matter_id=event.matter,
    )


@on(MatterClosed)
def tell_reporters(event: MatterClosed, news: News) -> None:
    """Everybody who told of it, or typed it for somebody, hears that it is closed."""
    for need in Need.objects.of(event.steward).filter(matter_id=event.matter):
        tell(
            {need.reporter_id, need.entered_by_id},
            "matter.closed",
            news,
            steward_id=event.steward,
            path=path(event.steward, "needs:need", need.pk),
            matter_id=event.matter,
        )


@on(CallOpened)
def tell_executive(event: CallOpened, news: News) -> None:
    """The executive hears that a call waits for their word."""
    tell(
        hearers.leaders(event.steward),
        "call.opened",
        news,
        steward_id=event.steward,
        path=path(event.steward, "needs:call", event.call),
        matter_id=event.matter,
    )


@on(CallEndorsed)
def tell_caller(event: CallEndorsed, news: News) -> None:
    """Who opened the call, and the coordinators, hear that the executive stands behind it."""
    call = Call.objects.of(event.steward).get(pk=event.call)
    tell(
        {call.opened_by_id} | hearers.coordinators_of_matter(event.steward, event.matter),
        "call.endorsed",
        news,
        steward_id=event.steward,
        path=matter_path(event.steward, event.matter),
        matter_id=event.matter,
    )
