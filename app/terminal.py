"""What the command line shows: progress, reports, hits, an article, figures."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from app.articles.values import CorpusSummary, StoredArticle
from app.ingest.report import Progress as Standing
from app.ingest.report import Report
from app.search.answers import SearchAnswer
from app.search.checking import Difference
from app.settings import Settings

_SECONDS_BETWEEN_LINES = 10.0
_REJECTIONS_SHOWN = 20

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    _out.print(sentence, markup=False)


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


def print_stats(found: CorpusSummary, refused: dict[str, int], settings: Settings) -> None:
    span = f"{found.first_published} to {found.last_published}" if found.first_published else "no dates known"
    dates = f"{span}, {found.undated:,} undated"
    languages = (f"{code} {count:,}" for code, count in found.languages.items())
    reasons = (f"{reason} {count:,}" for reason, count in refused.items())
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in {
        "articles": f"{found.articles:,}",
        "published": dates,
        "languages": ", ".join(languages) or "none known",
        "rejected": ", ".join(reasons) or "none",
        "revision": str(found.revision),
        "updated": found.updated or "never",
        "engine": settings.engine,
        "store": f"{settings.store_file} ({_megabytes([settings.store_file])})",
        "index": f"{settings.index_folder} ({_megabytes(settings.index_folder.rglob('*'))})",
    }.items():
        table.add_row(name, value)
    _out.print(table)


def _megabytes(files: Iterable[Path]) -> str:
    return f"{sum(file.stat().st_size for file in files if file.is_file()) / 1e6:.1f} MB"
