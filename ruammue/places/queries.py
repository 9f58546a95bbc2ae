"""Reads of places: search by any way of writing, one place with what lies in it, the tenants of an installation.

Every search answers from an index on both databases (`lookups.Begins`, code ranges); only a text that nothing begins
with is looked for inside the names, which reads all of them once (about 30 ms).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length

from ruammue.foundation.levels import Level
from ruammue.foundation.text import clean_text
from ruammue.places import names
from ruammue.places.models import Area, Coverage, LocalGovernment, Steward, Village
from ruammue.places.names import Asked, Word, asked

_ANCESTORS = 60


@dataclass(frozen=True, slots=True)
class FoundArea:
    """An area with its whole path: "หมู่ 3 บ้านนาคูณใหญ่ ต.นาคูณใหญ่ อ.นาหว้า จ.นครพนม"."""

    code: str
    level: str
    name: str
    label: str
    within: str

    @property
    def path(self) -> str:
        """The label and what it lies in, as one line that no namesake shares."""
        return f"{self.label} {self.within}".strip()


@dataclass(frozen=True, slots=True)
class FoundOffice:
    """A local government, where it is, and the tenant made from it, if there is one."""

    lg_id: str
    kind: str
    name: str
    short_name: str
    within: str
    covers: tuple[tuple[str, str], ...]
    slug: str
    is_claimed: bool
    mark: str

    @property
    def path(self) -> str:
        """Its full name and where it is."""
        return f"{self.name} {self.within}".strip()

    @property
    def has_coverage(self) -> bool:
        """True when the list says which tambons it covers; without that no tenant can be made."""
        return bool(self.covers)


def search(text: str, within: str | None = None, limit: int = 20) -> list[FoundArea]:
    """Areas for what somebody typed: a code, a name with or without titles, a moo number, and what it lies in.

    "480904", "บ้านม่วง ต.นาคูณใหญ่", "หมู่ ๔ นาคูณใหญ่", "นาหว้า นครพนม". `within`: only inside the area of this code.
    Exact names first, wider places before narrower ones, then by code. At most five SQL statements.
    """
    question = asked(text)
    if question.code:
        found = Area.objects.filter(code__begins=question.code)
        return _areas(_inside(found, within), question.code, limit)
    if question.whole:
        # The whole line first: names have blanks in them ("บ้านคลอง 4").
        found = Area.objects.filter(search__begins=question.whole)
        if rows := _areas(_inside(found, within), question.whole, limit, "".join(text.split())):
            return rows
    return _by_parts(question, within, limit) or _by_middle(question, within, limit)


def search_offices(text: str, within: str | None = None, limit: int = 20) -> list[FoundOffice]:
    """Local governments for what somebody typed: lg_id, code, or name with or without อบต. and the like."""
    line = clean_text(text[:200], one_line=True)
    question = asked(line)
    if question.code:
        here = Coverage.objects.filter(local_government=OuterRef("pk"), area__code__begins=question.code, valid_to=None)
        found = LocalGovernment.objects.filter(Q(code__begins=question.code) | Exists(here))
        return _offices(_near(found, within), "", limit)
    by_id = LocalGovernment.objects.filter(pk=line.lower())
    if rows := _offices(by_id, "", 1):
        return rows
    if not question.words:
        return []
    first, *rest = question.words
    found = _of_kind(LocalGovernment.objects.filter(search__begins=first.key), first)
    if rest:
        inside = _ancestors(rest)
        if not inside:
            return []
        found = found.filter(_anywhere("code", inside) | Q(coverage__in=_covering(inside)))
    rows = _offices(_near(found, within), first.key, limit)
    if not rows and len(first.key) > 1 and not rest:
        rows = _offices(
            _near(_of_kind(LocalGovernment.objects.filter(search__contains=first.key), first), within), first.key, limit
        )
    return rows


def area(code: str) -> FoundArea | None:
    """One place with its path; None when there is no such code."""
    if not (code.isascii() and code.isalnum()):
        return None
    rows = _told(Area.objects.filter(pk=code)[:1])
    return rows[0] if rows else None


def children(code: str) -> list[FoundArea]:
    """What lies directly in a place, by code: every village with its moo number, so that namesakes differ."""
    return _told(Area.objects.filter(parent_code=code, valid_to=None).order_by("code"))


def offices_in(code: str, limit: int = 40) -> list[FoundOffice]:
    """The local governments whose coverage lies in this place (or, for a village, in its tambon)."""
    covering = Coverage.objects.filter(local_government=OuterRef("pk"), area__code__begins=code[:6], valid_to=None)
    return _offices(LocalGovernment.objects.filter(Exists(covering)), "", limit)


def villages_of(steward: Steward) -> list[Village]:
    """Every village of the tenant, by code."""
    return list(Village.objects.of(steward))


def villages_to_confirm(steward: Steward) -> list[Village]:
    """The villages that may belong to a neighbour: the office has not said yet."""
    return list(Village.objects.of(steward).filter(is_confirmed=False))


# ---------------------------------------------------------------------------------------------------------------------


def _by_parts(question: Asked, within: str | None, limit: int) -> list[FoundArea]:
    words = list(question.words)
    # "ต.นาคูณใหญ่ อ.นาหว้า": whatever stands first is meant, unless a moo number asks for a village in it.
    target = words.pop(0) if words and (question.moo is None or words[0].level is None) else None
    inside = _ancestors(words)
    if words and not inside:
        return []
    if question.moo is None:
        if target is None:
            return []
        found = _inside(Area.objects.filter(search__begins=target.key), within)
        if target.level:
            found = found.filter(level=target.level)
        if inside:
            found = found.filter(_anywhere("code", inside))
        return _areas(found, target.key, limit)
    # By the length of the code, not by level: an index on levels would tempt the planner to read all villages.
    moo = Area.objects.annotate(digits=Length("code")).filter(digits=8, code__endswith=f"{question.moo:02}")
    if inside:
        moo = moo.filter(_anywhere("code", inside))
    if target is None:
        return _areas(_inside(moo, within), "", limit) if inside or within else []
    # "หมู่ 4 นาคูณใหญ่": the name may be the village's own or that of the place it lies in.
    around = _ancestors([target])
    here = Q(search__begins=target.key)
    if around:
        here |= _anywhere("code", around)
    return _areas(_inside(moo.filter(here), within), target.key, limit)


def _by_middle(question: Asked, within: str | None, limit: int) -> list[FoundArea]:
    if question.moo is not None or len(question.words) != 1 or len(question.words[0].key) < 2:
        return []
    found = Area.objects.filter(search__contains=question.words[0].key)
    return _areas(_inside(found, within), question.words[0].key, limit)


def _ancestors(words: Iterable[Word]) -> list[str]:
    """Codes of the tambons, amphoes and changwats that bear all these names, one in the other; narrowest."""
    inside: list[str] | None = None
    for word in reversed(list(words)):
        found = Area.objects.filter(search__begins=word.key).exclude(level__in=(Level.VILLAGE, Level.COUNTRY))
        if word.level:
            found = found.filter(level=word.level)
        if inside is not None:
            found = found.filter(_anywhere("code", inside))
        exact = Case(When(search=word.key, then=0), default=1, output_field=IntegerField())
        rows = list(found.order_by(exact, "code").values_list("code", "search")[:_ANCESTORS])
        # Who types a whole name means that place, not the longer names that begin with it.
        whole = [code for code, key in rows if key == word.key]
        inside = whole or [code for code, _ in rows]
        if not inside:
            return []
    return inside or []


def _anywhere(field: str, codes: Iterable[str]) -> Q:
    condition = Q()
    for code in codes:
        condition |= Q(**{f"{field}__begins": code})
    return condition


def _inside(found: QuerySet[Area], within: str | None) -> QuerySet[Area]:
    return found.filter(code__begins=within) if within and within != "TH" else found


def _covering(codes: Iterable[str]) -> QuerySet[Coverage]:
    return Coverage.objects.filter(_anywhere("area__code", codes), valid_to=None)


def _near(found: QuerySet[LocalGovernment], within: str | None) -> QuerySet[LocalGovernment]:
    if not within or within == "TH":
        return found
    here = Coverage.objects.filter(local_government=OuterRef("pk"), area__code__begins=within, valid_to=None)
    return found.filter(Q(code__begins=within) | Exists(here))


def _of_kind(found: QuerySet[LocalGovernment], word: Word) -> QuerySet[LocalGovernment]:
    if word.office:
        return found.filter(kind=word.office)
    return found.exclude(kind="sao") if word.office == "" else found


def _areas(found: QuerySet[Area], exact: str, limit: int, typed: str = "") -> list[FoundArea]:
    first = Case(
        When(Q(name_th=typed) | Q(code=exact), then=Value(0)),
        When(search=exact, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ranked = found.filter(valid_to=None).annotate(rank=first, depth=Length("code")).order_by("rank", "depth", "code")
    return _told(ranked[:limit])


def _told(rows: QuerySet[Area]) -> list[FoundArea]:
    found = list(rows)
    wanted = {code for each in found for code in names.path_codes(each.code)}
    called = {each.code: each.name_th for each in found}
    called |= dict(Area.objects.filter(code__in=wanted - set(called)).values_list("code", "name_th")) if wanted else {}
    return [
        FoundArea(
            code=each.code,
            level=each.level,
            name=each.name_th,
            label=names.short_label(each.code, each.name_th),
            within=_within(each.code, called),
        )
        for each in found
    ]


def _within(code: str, called: dict[str, str]) -> str:
    return " ".join(names.short_label(each, called[each]) for each in names.path_codes(code)[1:] if each in called)


def _offices(found: QuerySet[LocalGovernment], exact: str, limit: int) -> list[FoundOffice]:
    first = Case(When(search=exact, then=Value(0)), default=Value(1), output_field=IntegerField())
    offices = list(
        found.filter(valid_to=None).distinct().annotate(rank=first).order_by("rank", "code", "lg_id")[:limit]
    )
    covers: dict[str, list[tuple[str, str]]] = {each.lg_id: [] for each in offices}
    rows = Coverage.objects.filter(local_government__in=covers, valid_to=None).order_by("area_id")
    for lg_id, area_code, extent in rows.values_list("local_government_id", "area_id", "extent"):
        covers[lg_id].append((area_code, extent))
    tenants = {
        each.local_government_id: each for each in Steward.objects.filter(local_government__in=covers, practice_of=None)
    }
    home = {lg_id: (codes[0][0] if codes else "") for lg_id, codes in covers.items()}
    for each in offices:
        if each.code in {code for code, _ in covers[each.lg_id]} or not home[each.lg_id]:
            home[each.lg_id] = each.code
    wanted = {code for each in home.values() for code in names.path_codes(each)}
    called = dict(Area.objects.filter(code__in=wanted).values_list("code", "name_th")) if wanted else {}
    return [
        FoundOffice(
            lg_id=each.lg_id,
            kind=each.kind,
            name=names.office_name(each.kind, each.name_th),
            short_name=names.office_short_name(each.kind, each.name_th),
            within=_office_place(home[each.lg_id], called),
            covers=tuple(covers[each.lg_id]),
            slug=tenants[each.lg_id].slug if each.lg_id in tenants else "",
            is_claimed=each.lg_id in tenants and tenants[each.lg_id].is_claimed,
            mark=tenants[each.lg_id].mark if each.lg_id in tenants else "",
        )
        for each in offices
    ]


def _office_place(code: str, called: dict[str, str]) -> str:
    """Amphoe and changwat: the tambon is in the office's own name."""
    codes = names.path_codes(code)
    steps = codes[1:] if len(codes) > 1 else []
    return " ".join(names.short_label(each, called[each]) for each in steps if each in called)
