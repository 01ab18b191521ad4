"""Tables of results by column."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _core

if TYPE_CHECKING:
    import pandas
    import polars

#: Rows that a table shows of itself.
_SHOWN = 10
#: By kind of column: the type in pandas, and its name in polars.
_TYPES = {"whole": ("Int64", "Int64"), "number": ("float64", "Float64"), "yes-no": ("boolean", "Boolean"), "text": (None, "String")}


class Table(Mapping[str, "list[Any]"]):
    """A table: each column by its name, as a list. A number that is absent is ``None``, a text that is absent is empty."""

    def __init__(self, name: str, columns: list[tuple[str, str, str, list[Any]]]) -> None:
        self._name = name
        self._columns = {column: (kind, about, cells) for column, kind, about, cells in columns}

    @property
    def name(self) -> str:
        """Its name: that of its file without the ending, with ``_`` for ``-``."""
        return self._name

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(next(iter(self._columns.values()))[2])

    @property
    def about(self) -> dict[str, str]:
        """What each column says, by its name."""
        return {column: about for column, (_, about, _) in self._columns.items()}

    def where(self, **values: Any) -> Table:
        """The rows whose columns have these values, for example ``where(arm="default-e2ee", outcome="reports")``."""
        wanted = [(self[column], value) for column, value in values.items()]
        kept = [row for row in range(self.rows) if all(cells[row] == value for cells, value in wanted)]
        return Table(
            self._name, [(column, kind, about, [cells[row] for row in kept]) for column, (kind, about, cells) in self._columns.items()]
        )

    def records(self) -> list[dict[str, Any]]:
        """The rows, each as a dict."""
        return [dict(zip(self, cells)) for cells in zip(*self.values())]

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a data frame of pandas, which must be installed."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_pandas needs pandas: pip install pandas") from error
        columns = {column: pandas.Series(cells, dtype=_TYPES[kind][0] or "object") for column, (kind, _, cells) in self._columns.items()}
        frame: pandas.DataFrame = pandas.DataFrame(columns)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """The table as a data frame of polars, which must be installed."""
        try:
            import polars
        except ImportError as error:
            raise ImportError("to_polars needs polars: pip install polars") from error
        schema = {column: getattr(polars, _TYPES[kind][1]) for column, (kind, _, _) in self._columns.items()}
        return polars.DataFrame({column: cells for column, (_, _, cells) in self._columns.items()}, schema=schema)

    def __getitem__(self, column: str) -> list[Any]:
        if column not in self._columns:
            raise KeyError(f"{self._name} has no column {column}; it has: {', '.join(self._columns)}")
        return self._columns[column][2]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return f"<Table {self._name}: {self.rows} rows of {', '.join(self)}>"

    def _repr_html_(self) -> str:
        head = "".join(f'<th title="{html.escape(about)}">{html.escape(column)}</th>' for column, about in self.about.items())
        shown = list(zip(*(cells[:_SHOWN] for cells in self.values())))
        body = "".join("<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row) + "</tr>" for row in shown)
        rest = f"<p>{self.rows - len(shown)} more rows</p>" if self.rows > len(shown) else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else html.escape(str(value))


class Tables(Mapping[str, Table]):
    """All tables of a result by their names, each read when it is first asked for. ``tables.summary`` is ``tables["summary"]``."""

    def __init__(self, folder: Path, files: list[str]) -> None:
        self._folder = folder
        self._files = {file[: -len(".csv")].replace("-", "_"): file for file in files}
        self._read: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        if name not in self._files:
            raise KeyError(f"there is no table {name}; there are: {', '.join(self._files)}")
        if name not in self._read:
            self._read[name] = Table(name, _core.read_table(self._folder, self._files[name]))
        return self._read[name]

    def __getattr__(self, name: str) -> Table:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._files]

    def __repr__(self) -> str:
        return f"<Tables {', '.join(self)}>"
