"""A chart that shows itself in a notebook."""

from __future__ import annotations

import os
from pathlib import Path


class Chart:
    """A chart of a result, as SVG. A chart that takes several pictures shows them one below the other."""

    def __init__(self, name: str, about: str, pictures: dict[str, str]) -> None:
        self._name, self._about, self._pictures = name, about, dict(pictures)

    @property
    def name(self) -> str:
        """Its name, as :meth:`veilsim.Result.plot` takes it."""
        return self._name

    @property
    def about(self) -> str:
        """What it shows, in a sentence."""
        return self._about

    @property
    def pictures(self) -> dict[str, str]:
        """The SVG of each picture, by its name."""
        return dict(self._pictures)

    @property
    def svg(self) -> str:
        """The SVG of its first picture."""
        return next(iter(self._pictures.values()))

    def save(self, folder: str | os.PathLike[str] = ".") -> list[Path]:
        """Writes each picture into a folder as ``NAME.svg``, and gives the files."""
        files = []
        for name, svg in self._pictures.items():
            file = Path(folder) / f"{name}.svg"
            file.write_text(svg, encoding="utf-8")
            files.append(file)
        return files

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return "".join(f"<div>{svg}</div>" for svg in self._pictures.values())

    def __repr__(self) -> str:
        return f"<Chart {self._name}: {self._about}>"
