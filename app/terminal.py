"""What the command line shows (progress, reports, hits, an article, figures), and Ctrl-C."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from app.articles.holdings import Holdings
from app.articles.values import StoredArticle
from app.ingest.report import Progress as Standing
from app.ingest.report import Report
from app.search.answers import SearchAnswer
from app.search.checking import Difference
from app.search.engines.current import Current
from app.settings import Settings

_SECONDS_BETWEEN_LINES = 10.0
_REJECTIONS_SHOWN = 20
_YEARS_SHOWN = 12

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    _out.print(sentence, markup=False)


def remark(sentence: str) -> None:
    """Say it beside the output, which goes to whoever reads that."""
    _err.print(sentence, markup=False)


def complain(sentence: str) -> None:
    _err.print(f"microfiche: {sentence}", style="red", markup=False)


@contextmanager
def shown_progress(*, hidden: bool) -> Iterator[Callable[[Standing], None]]:
    """What to call with each step of an ingest."""
    if hidden:
        yield lambda _: None
    elif _err.is_terminal:
        yield from _bar(_err)
    else:
        yield _lines(_err)


def _bar(console: Console) -> Iterator[Callable[[Standing], None]]:
    columns = (
        TextColumn("{task.fields[articles]:,} articles"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    begin = time.monotonic()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, articles=0, rate=0.0)

        def show(standing: Standing) -> None:
            rate = standing.articles / max(time.monotonic() - begin, 0.001)
            bar.update(
                task,
                completed=standing.bytes_done,
                total=standing.bytes,
                articles=standing.articles,
                rate=rate,
            )

        yield show


def _lines(console: Console) -> Callable[[Standing], None]:
    begin = last = time.monotonic()

    def show(standing: Standing) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _SECONDS_BETWEEN_LINES:
            return
        last = now
        rate = standing.articles / (now - begin)
        console.print(
            f"{standing.articles:,} articles, {standing.files_done:,} of {standing.files:,} files, {rate:,.0f}/s"
        )

    return show


def print_report(report: Report) -> None:
    if report.stopped:
        _out.print("Stopped. What was read until now is in; run the same command to go on.")
    _out.print(
        f"Read {report.read:,} articles in {report.files:,} files ({report.seconds:.1f} s): "
        f"{report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged, "
        f"{report.removed:,} removed, {len(report.rejections):,} rejected."
    )
    if report.ignored:
        _out.print(f"Passed over {report.ignored:,} hidden files and notes on the folder (README, LICENSE).")
    for reason, count in report.rejected.items():
        _out.print(f"  {count:,} rejected: {reason}", style="yellow")
    for rejected in report.rejections[:_REJECTIONS_SHOWN]:
        _out.print(Text(f"    {rejected.detail}", style="yellow"))
    if len(report.rejections) > _REJECTIONS_SHOWN:
        _out.print(f"    and {len(report.rejections) - _REJECTIONS_SHOWN:,} more: `--json` lists all.")
    _out.print(f"The corpus stands at revision {report.revision}.")


def print_hits(answer: SearchAnswer) -> None:
    for note in answer.notes:
        _err.print(Text(f"note: {note.message}", style="yellow"))
    if answer.did_you_mean:
        _err.print(Text(f"Did you mean: {answer.did_you_mean}", style="yellow"))
    table = Table(box=None, pad_edge=False, show_header=bool(answer.hits))
    for heading in ("id", "date", "source", "article"):
        table.add_column(heading, vertical="top", overflow="fold", no_wrap=heading in ("id", "date"))
    for hit in answer.hits:
        card = hit.card
        article = Text(card.title, style="bold")
        for snippet in hit.snippets:
            if snippet.field != "title":
                article.append("\n")
                for part in snippet.parts:
                    text = " ".join(part.text.split("\n"))
                    article.append(text, style="not bold green" if part.match else "not bold")
        date = card.published.date if card.published else "undated"
        table.add_row(card.id, date, card.source.label if card.source else "", article)
    if answer.hits:
        Console(highlight=False).print(table)
    _out.print(f"{answer.total:,} articles for {answer.understood}", markup=False)


def print_article(article: StoredArticle) -> None:
    facts = {
        "id": article.id,
        "published": article.published.date if article.published else "unknown",
        "source": article.source.label if article.source else "unknown",
        "authors": ", ".join(author.label for author in article.authors) or "unknown",
        "topics": ", ".join(topic.label for topic in article.topics) or "none",
        "read from": article.path,
    }
    _out.print(Text(article.title, style="bold"))
    for name, value in facts.items():
        _out.print(Text(f"{name}: {value}", style="dim"))
    _out.print(Text(f"\n{article.body}"))


def print_differences(differences: Iterable[Difference]) -> None:
    for difference in differences:
        _out.print(f"{difference.what}\n  mend it with: {difference.mend}", markup=False)


def print_stats(held: Holdings, published: Current | None, lag: int, settings: Settings) -> None:
    """`published` is what the index says of itself, `lag` the revisions that it is behind the store."""
    figures = _held(held) | _kept(held, published, lag, settings)
    width = max(map(len, figures))
    for name, value in figures.items():
        _out.print(Text(f"{name:{width}}  {value}"))


def _held(held: Holdings) -> dict[str, str]:
    found = held.summary
    span = f"{found.first_published} to {found.last_published}" if found.first_published else "no dates known"
    named = {"sources": held.sources, "authors": held.authors, "topics": held.topics}
    return {
        "articles": f"{found.articles:,}",
        "copies": f"{held.copies:,}",
        "published": f"{span}, {found.undated:,} undated",
        "years": _listed(_spans(held.years)) or "none known",
        "languages": _listed(found.languages) or "none known",
        **{name: f"{count:,}" for name, count in named.items()},
        "files": f"{held.files:,}{f', {held.unread:,} not read to the end' if held.unread else ''}",
        "collections": _listed(held.collections) or "none",
        "rejected": _listed(held.rejections) or "none",
    }


def _kept(held: Holdings, published: Current | None, lag: int, settings: Settings) -> dict[str, str]:
    store, index = settings.store_file, settings.index_folder
    reached = f"revision {published.revision}" if published else "not built yet"
    behind = f"{lag:,} behind the store" if lag else "level with the store"
    store_files = (store, store.with_name(f"{store.name}-wal"))
    return {
        "revision": str(held.summary.revision),
        "updated": held.summary.updated or "never",
        "engine": settings.engine,
        "store": f"{store} ({_megabytes(store_files)}, {held.raw / 1e6:.1f} MB of it originals)",
        "index": f"{index} ({_megabytes(index.rglob('*'))}, {reached}, {behind})",
        "removed": f"{held.waiting:,} to be purged by the next ingest",
    }


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def _spans(years: Mapping[int, int]) -> dict[str, int]:
    """The counts by year, or by decade where there are more years than a line takes."""
    if len(years) <= _YEARS_SHOWN:
        return {str(year): count for year, count in years.items()}
    decades: Counter[str] = Counter()
    for year, count in years.items():
        decades[f"{year // 10 * 10}s"] += count
    return dict(decades)


def _megabytes(files: Iterable[Path]) -> str:
    return f"{sum(file.stat().st_size for file in files if file.is_file()) / 1e6:.1f} MB"


class Interrupt:
    """Ctrl-C, noticed between two articles rather than in the middle of one."""

    def __init__(self) -> None:
        self._asked = False
        signal.signal(signal.SIGINT, self._ask)
        signal.signal(signal.SIGTERM, self._ask)

    def __call__(self) -> bool:
        return self._asked

    def _ask(self, _signal: int, _frame: object) -> None:
        self._asked = True
