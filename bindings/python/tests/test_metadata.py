"""What stands beside every result is accepted by the programs that others read it with; skipped where they are not installed."""

import pytest


def test_a_result_is_a_frictionless_data_package(result):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(result.folder / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "type", "message"])
    assert len(report.tasks) == len(result.tables)


def test_a_result_is_a_research_object_crate(result):
    rocrate = pytest.importorskip("rocrate.rocrate")
    crate = rocrate.ROCrate(str(result.folder))
    files = {entity.id for entity in crate.get_entities() if "File" in entity.type}
    assert "manifest.json" in files and {file.name for file in result.folder.glob("*.csv")} <= files
