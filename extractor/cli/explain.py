"""`mattran explain`: why each fact of an article was found, in colour."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import Home, Published, home_code, published_day
from extractor.paths import data_dir
from extractor.replacing import check_place


def explain(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A text or an HTML page, or - for stdin.")],
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write one HTML page instead, - for stdout.")
    ] = None,
    published: Published = None,
    home: Home = None,
    colour: Annotated[bool, typer.Option("--color/--no-color", help="Colours on the terminal.")] = True,
) -> None:
    """Show an article with every mention and fact, the rules that made them and the evidence of every link."""
    from extractor.cli.inputs import articles
    from extractor.errors import InputError
    from extractor.explain import load_labels, view
    from extractor.pipeline import Extractor

    if Path(path).is_dir():
        raise typer.BadParameter(f"{path!r} is a folder; name one file of it", param_hint="FILE")
    if html and str(html) != "-":
        check_place(html, inputs=[Path(path)])
    day = published_day(published)
    article = next(articles([path], published=day.isoformat() if day else None, home=home_code(home)))
    if isinstance(article, InputError):
        raise article
    labels = load_labels(data_dir())
    shown = view(Extractor()(article.text, published=article.day, home=article.home), article.document, labels)
    if html:
        from extractor.cli.console import plural
        from extractor.cli.output import opened
        from extractor.explain import page

        with opened(html) as stream:
            stream.write(page(shown, labels))
        if str(html) != "-":
            typer.echo(f"{html}: {plural(len(shown.cards), 'fact')}, {plural(len(shown.rows), 'mention')}")
        return
    from extractor.cli.coloured import coloured
    from extractor.cli.console import console

    out = console()
    out.no_color = out.no_color or not colour
    for part in coloured(shown, labels):
        out.print(part)
