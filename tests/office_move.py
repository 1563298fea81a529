"""Move a box of a slide in LibreOffice, and tell where its lines are: run by the system's Python.

usage: office_move.py PIPE SLIDE BOX X Y

It joins the LibreOffice that listens at the pipe, moves the box by so many hundredths of a
millimetre, saves the slide in two formats, and opens these again. What it found
stands in `found.json`, beside the slide. Who started it ends LibreOffice.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

FILTERS = {"odp": "impress8", "pptx": "Impress MS PowerPoint 2007 XML"}
CONNECTOR = "com.sun.star.drawing.ConnectorShape"
OWN_GLUE_POINTS = 4
"""Of every shape in LibreOffice; sites that a file states come after these."""
SECONDS_TO_START = 60


def desktop_at(pipe: str) -> Any:
    """Join LibreOffice, which may still be starting."""
    import uno
    from com.sun.star.connection import NoConnectException

    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            joined = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            manager = joined.ServiceManager
            return manager.createInstanceWithContext("com.sun.star.frame.Desktop", joined)


def options(**named: Any) -> tuple[Any, ...]:
    """Write arguments as LibreOffice takes them."""
    from com.sun.star.beans import PropertyValue

    made = []
    for name, value in named.items():
        option = PropertyValue()
        option.Name, option.Value = name, value
        made.append(option)
    return tuple(made)


def shapes(document: Any) -> list[Any]:
    """List what stands on the first slide."""
    page = document.DrawPages.getByIndex(0)
    return [page.getByIndex(number) for number in range(page.Count)]


def lines(document: Any) -> list[dict[str, Any]]:
    """Tell of each line what it joins, and from where to where it leads."""
    return [
        {
            "from": shape.StartShape.Name if shape.StartShape else None,
            "to": shape.EndShape.Name if shape.EndShape else None,
            "start": [shape.StartPosition.X, shape.StartPosition.Y],
            "end": [shape.EndPosition.X, shape.EndPosition.Y],
        }
        for shape in shapes(document)
        if shape.ShapeType == CONNECTOR
    ]


def move(desktop: Any, slide: Path, name: str, by: tuple[int, int]) -> dict[str, Any]:
    """Tell where lines are before and after a box is moved."""
    from com.sun.star.awt import Point

    document = desktop.loadComponentFromURL(slide.as_uri(), "_blank", 0, options(Hidden=True))
    (box,) = (shape for shape in shapes(document) if shape.Name == name)
    found: dict[str, Any] = {
        "knows_sites": len(box.GluePoints.Identifiers) > OWN_GLUE_POINTS,
        "before": lines(document),
    }
    box.setPosition(Point(box.Position.X + by[0], box.Position.Y + by[1]))
    found["box"] = [box.Position.X, box.Position.Y, box.Size.Width, box.Size.Height]
    for form, writer in FILTERS.items():
        saved = slide.with_name(f"moved.{form}").as_uri()
        document.storeToURL(saved, options(FilterName=writer))
        again = desktop.loadComponentFromURL(saved, "_blank", 0, options(Hidden=True))
        found[form] = lines(again)
        again.dispose()
    document.dispose()
    return found


if __name__ == "__main__":
    pipe, path, box_name, x, y = sys.argv[1:]
    office = desktop_at(pipe)
    report = move(office, Path(path), box_name, (int(x), int(y)))
    Path(path).with_name("found.json").write_text(json.dumps(report), encoding="utf-8")
    # The bridge may crash while Python tidies up; all that is wanted is written.
    os._exit(0)
