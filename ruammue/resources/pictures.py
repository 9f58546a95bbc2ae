"""Pictures of this room in SVG, each beside its words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ruammue.resources.thanks.contributions import Share


def share_bars(shares: Sequence[Share]) -> SafeString:
    """Each partner's part of a whole: a bar of a hundred parts, the name before it, the words behind it."""
    return format_html_join(
        "",
        '<li><span class="share-name">{}</span><svg class="share-bar" viewBox="0 0 100 10" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect class="share-part" width="{}" height="10"/></svg>'
        '<span class="share-words">{}</span></li>',
        ((share.name, share.percent, _words(share)) for share in shares),
    )


def _words(share: Share) -> str:
    part = _("%(percent)d of 100") % {"percent": share.percent}
    return f"{part} · {share.words}" if share.words else part
