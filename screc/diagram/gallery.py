"""All schemes' charts in a folder, both views, with a page that shows them side by side."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from screc.diagram.chart_file import Drawing, write_chart
from screc.diagram.fonts import FALLBACKS, FAMILY
from screc.diagram.forms import FORMS
from screc.diagram.picture import View
from screc.model.knowledge import Knowledge
from screc.model.scheme import Scheme
from screc.model.text import Language, Text

INDEX = "index.html"

_TITLE = Text("事業スキームの図", "Charts of the schemes")
_VIEWS = {False: Text("平常時", "In normal times"), True: Text("停電時", "At a power cut")}
_STYLE = """
body { margin: 2rem auto; max-width: 1500px; padding: 0 1.5rem; color: #1f2933; background: #fff;
  font-family: FONTS; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
.pair { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); }
figure { margin: 0; border: 1px solid #d5dbe1; border-radius: 8px; padding: .75rem; }
figcaption { color: #52606d; margin-bottom: .5rem; } img { width: 100%; height: auto; }
@media print { .pair { grid-template-columns: 1fr; } h2, figure { break-inside: avoid; } }
"""


def gallery(knowledge: Knowledge, form: str, language: Language) -> Iterator[tuple[str, bytes]]:
    """Go through the files of a gallery: every scheme's chart in both views, then the page.

    Args:
        knowledge: whose schemes are drawn.
        form: the format of the charts.
        language: of charts and page.

    Raises:
        EngineError: Graphviz cannot be used.
    """
    for scheme in knowledge.schemes:
        for emergency in _VIEWS:
            drawing = Drawing(scheme, knowledge, View(language, emergency=emergency))
            yield _name(scheme, form, emergency=emergency), write_chart(drawing, form)
    yield INDEX, _page(knowledge, form, language).encode()


def gallery_size(knowledge: Knowledge) -> int:
    """Count the files of a gallery."""
    return len(knowledge.schemes) * len(_VIEWS) + 1


def _name(scheme: Scheme, form: str, *, emergency: bool) -> str:
    view = "-emergency" if emergency else ""
    return f"{scheme.number:02}-{scheme.id}{view}.{FORMS[form].suffix}"


def _page(knowledge: Knowledge, form: str, language: Language) -> str:
    families = ", ".join((*(f"'{name}'" for name in (FAMILY, *FALLBACKS[:-1])), FALLBACKS[-1]))
    title = escape(_TITLE.in_language(language))
    sections = "\n".join(_section(scheme, form, language) for scheme in knowledge.schemes)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE.replace('FONTS', families)}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{sections}\n</main>\n</body>\n</html>\n"
    )


def _section(scheme: Scheme, form: str, language: Language) -> str:
    name = escape(f"{scheme.number}  {scheme.title.text.in_language(language)}")
    figures = []
    for emergency, view in _VIEWS.items():
        file = escape(_name(scheme, form, emergency=emergency))
        said = escape(view.in_language(language))
        shown = f'<img src="{file}" alt="{name}: {said}">' if FORMS[form].is_image else file
        figures.append(
            f'<figure><figcaption>{said}</figcaption><a href="{file}">{shown}</a></figure>'
        )
    return f'<section>\n<h2>{name}</h2>\n<div class="pair">{"".join(figures)}</div>\n</section>'
