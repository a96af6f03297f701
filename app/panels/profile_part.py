"""The profile of an area on its page: its indicators among those of the others, and its years."""

from __future__ import annotations

from app.panels.bar_chart import Bar, BarChart
from app.panels.page import Page
from app.panels.prose import Piece, Style, paragraph
from geodata.table import FeatureTable
from layers.feature_tip import one_line
from layers.indicators import BUILTIN_LAYERS, Indicator, builtin_indicators, own_indicators
from layers.profile import COUNTRY, Measured, Series, Standing, homicide_series, standings
from layers.texts import N_, Texts

_MOST_OWN = 8
_MEASURED = {Measured.COUNT: N_("Homicides"), Measured.RATE: N_("Homicides per 100,000")}


def add_profile(page: Page, table: FeatureTable, row: int) -> None:
    """Add the profile of the feature at ``row``, if it has any numbers."""
    found = standings(table, row, _indicators(page, table))
    if found:
        _add_standings(page, found)
    if table.id in BUILTIN_LAYERS:
        for series in homicide_series(page.context.session.data, table, row, page.context.texts):
            _add_series(page, series)


def _indicators(page: Page, table: FeatureTable) -> tuple[Indicator, ...]:
    session = page.context.session
    if table.id in BUILTIN_LAYERS:
        return builtin_indicators(session.data)
    state = session.document.state
    if table.id not in state.tables:
        return ()
    own = [each for each in own_indicators(state) if each.layer_id == table.id]
    return tuple(own[:_MOST_OWN])


def _add_standings(page: Page, found: tuple[Standing, ...]) -> None:
    _ = page.gettext
    page.add_head(_("Profile"))
    bars = [_bar(each, page.context.texts) for each in found]
    page.add(BarChart(bars, page.context.palette, _("Profile")))
    words = _("Place 1 is the highest, to which the bars reach; the mark is the median.")
    page.add_prose((paragraph(Piece(words, Style.SMALL)),))
    sources = list(dict.fromkeys(each.indicator.source() for each in found))
    if any(sources):
        words = _("Sources: {sources}").format(sources=" · ".join(filter(None, sources)))
        page.add_prose((paragraph(Piece(words, Style.SMALL)),))


def _bar(standing: Standing, texts: Texts) -> Bar:
    scale = max(standing.highest, 0.0) or 1.0
    note = texts.gettext("Place {rank} of {count}").format(
        rank=texts.number(standing.rank), count=texts.number(standing.count)
    )
    if standing.share is not None:
        words = texts.gettext("{share} of the total")
        note += " · " + words.format(share=texts.percent(round(standing.share, 1)))
    else:
        words = texts.gettext("median {value}")
        note += " · " + words.format(value=texts.number(standing.middle))
    return Bar(
        one_line(standing.indicator.title(texts)),
        texts.number(standing.value),
        standing.value / scale,
        standing.middle / scale,
        note,
    )


def _add_series(page: Page, series: Series) -> None:
    texts, _ = page.context.texts, page.gettext
    first, last = series.values[0], series.values[-1]
    is_country = series.place == COUNTRY
    years = texts.date(f"{first.year}-{last.year}")
    parts = [_(_MEASURED[series.measured]), series.place if is_country else "", years]
    head = ", ".join(filter(None, parts))
    page.add_head(head)
    highest = max(value.value for value in series.values) or 1.0
    bars = [
        Bar(str(each.year), texts.number(each.value), each.value / highest, None, each.institution)
        for each in series.values
    ]
    page.add(BarChart(bars, page.context.palette, head))
    lines = []
    if series.change is not None:
        words = _("From {first} to {last}: {change}")
        lines.append(
            words.format(first=first.year, last=last.year, change=_signed(series.change, texts))
        )
    lines += [_(remark) for remark in series.remarks]
    if lines:
        page.add_prose([paragraph(Piece(line, Style.SMALL), space_before=3) for line in lines])


def _signed(percent: float, texts: Texts) -> str:
    sign = "+" if percent > 0 else "\N{MINUS SIGN}" if percent < 0 else ""
    return f"{sign}{texts.percent(round(abs(percent), 1))}"
