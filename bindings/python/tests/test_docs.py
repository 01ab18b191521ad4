"""What the documents show of Python works, and every name has a docstring."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import nbformat
import pytest
import veilsim as vs
from nbclient import NotebookClient
from veilsim import _core

#: What makes the runs of the documents short, where they read a scenario.
SHORT = [
    (r'vs\.Scenario\("([a-z-]+)"\)', r'vs.Scenario("\1").set("sample", 0.00005)'),
    (r"replications=100\b", "replications=8"),
    (r"draws=1024\b", "draws=8"),
]


def short(code: str) -> str:
    for pattern, replacement in SHORT:
        code = re.sub(pattern, replacement, code)
    return code


def blocks(document: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", document.read_text(encoding="utf-8"), re.M | re.S)


def test_the_code_of_the_readme_works(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = "\n".join(blocks(root / "README.md", "python"))
    assert "vs.Scenario(" in code
    names: dict[str, object] = {}
    exec(compile(short(code), "README.md", "exec"), names)
    assert (tmp_path / "output/fewer-reviewers/report.html").is_file()


def test_the_notebook_runs(root, tmp_path):
    notebook = nbformat.read(root / "docs/notebook.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "it is kept without what it gives"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = short(cell.source)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/svg+xml" in data for data in shown) and any("text/html" in data for data in shown)


def test_the_files_that_r_reads_are_there(root, result):
    code = "\n".join(blocks(root / "docs/r.md", "r"))
    named = set(re.findall(r'"output/[a-z-]+/([a-z-]+\.csv)"', code))
    assert len(named) >= 2
    tables = {file.name for file in result.folder.glob("*.csv")}
    assert named <= tables
    assert set(re.findall(r"\$(\w+)\(", code)) <= set(dir(vs)) | set(dir(vs.Scenario)) | set(dir(result)) | set(dir(result.summary))


def documented(thing: object, name: str) -> list[str]:
    """Public names below a thing that have no docstring."""
    members = [(key, value) for key, value in vars(thing).items() if not key.startswith("_")]
    code = [(key, value) for key, value in members if callable(value) or isinstance(value, (property, classmethod))]
    return [f"{name}.{key}" for key, value in code if not inspect.getdoc(value)]


@pytest.mark.parametrize("name", [name for name in vs.__all__ if not name.startswith("_")])
def test_every_name_has_a_docstring(name):
    thing = getattr(vs, name)
    assert inspect.getdoc(thing), name
    if inspect.isclass(thing):
        assert documented(thing, name) == []


def declared(nodes: list[ast.stmt]) -> set[str]:
    """Public names of classes, functions and values in a stub."""
    found = {node.name for node in nodes if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
    found |= {node.target.id for node in nodes if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}
    return {name for name in found if not name.startswith("_")}


def test_the_stub_has_the_names_of_what_is_compiled():
    folder = Path(vs.__file__).parent
    assert (folder / "py.typed").is_file()
    stub = ast.parse((folder / "_core.pyi").read_text(encoding="utf-8")).body
    classes = {node.name: node.body for node in stub if isinstance(node, ast.ClassDef)}

    def public(thing: object) -> set[str]:
        return {name for name in dir(thing) if not name.startswith("_")}

    assert declared(stub) == public(_core)
    assert declared(classes["estimators"]) == public(_core.estimators)
    assert declared(classes["Scenario"]) == public(_core.Scenario)
