//! A Frictionless data package: what every column of every table is, for programs that read and check tables.

use super::folder::{Folder, declared};
use crate::results::tables::{Column, Kind};
use crate::results::{ResultsError, file_facts};
use serde_json::{Value, json};
use std::path::Path;

/// The data package of a result: Frictionless Data Package, version 1.
///
/// # Errors
/// If a table cannot be read.
pub fn data_package(folder: &Folder<'_>) -> Result<String, ResultsError> {
    let resources = folder.tables.iter().map(|table| resource(folder.dir, &table.file)).collect::<Result<Vec<_>, _>>()?;
    let package = json!({
        "profile": "data-package",
        "name": folder.name,
        "id": folder.digest,
        "title": folder.title,
        "description": folder.about,
        "version": folder.version,
        "resources": resources,
    });
    Ok(pretty(&package))
}

fn resource(dir: &Path, file: &str) -> Result<Value, ResultsError> {
    let facts = file_facts(dir, file)?;
    let mut resource = json!({
        "name": Path::new(file).file_stem().unwrap_or_default().to_string_lossy(),
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": facts.bytes,
        "hash": format!("sha256:{}", facts.sha256),
    });
    match declared(file) {
        Some((about, columns)) => {
            resource["profile"] = json!("tabular-data-resource");
            resource["description"] = json!(about);
            resource["schema"] = json!({ "fields": columns.iter().map(field).collect::<Vec<_>>(), "missingValues": [""] });
        }
        // A posterior: its columns are the scenario's parameters, and its first lines say where it comes from.
        None => resource["dialect"] = json!({ "commentChar": "#" }),
    }
    Ok(resource)
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Whole => "integer",
        Kind::Number => "number",
        Kind::YesNo => "boolean",
        Kind::Text => "string",
    };
    json!({ "name": column.name, "type": kind, "description": column.about })
}

/// JSON as it is written here.
pub(super) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
