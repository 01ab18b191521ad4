//! An RO-Crate: what each file of a result is and what made it, for archives and workflow systems.

use super::author::Author;
use super::folder::{CRATE, Folder, PACKAGE, declared};
use super::package::pretty;
use crate::results::{ResultsError, file_facts};
use serde_json::{Value, json};
use std::path::Path;

/// The RO-Crate of a result, version 1.1. An archive asks for a date of publication and a licence, which the author alone can give.
///
/// # Errors
/// If a table cannot be read.
pub fn research_crate(folder: &Folder<'_>, author: &Author) -> Result<String, ResultsError> {
    let mut parts = vec![
        json!({
            "@id": folder.record, "@type": "File", "name": "The record of the result", "encodingFormat": "application/json",
            "description": "Everything needed to simulate it again, with a hash of every table and a digest of all outcomes",
        }),
        json!({
            "@id": PACKAGE, "@type": "File", "name": "The data package of the result", "encodingFormat": "application/json",
            "description": "Every column of every table, with its type and what it says (Frictionless)",
        }),
    ];
    for table in folder.tables {
        parts.push(of_table(folder.dir, &table.file)?);
    }
    parts.extend(folder.drawn.iter().map(|(file, about)| drawn(file, about)));
    let results: Vec<Value> = parts.iter().map(reference).collect();
    let mut graph = vec![
        json!({
            "@id": CRATE, "@type": "CreativeWork", "about": { "@id": "./" }, "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
        }),
        root(folder, author, &results),
        json!({
            "@id": "#veilsim", "@type": "SoftwareApplication", "name": "veilsim", "version": folder.version,
            "softwareVersion": folder.version, "description": env!("CARGO_PKG_DESCRIPTION"),
        }),
        json!({
            "@id": "#simulation", "@type": "CreateAction", "name": folder.title, "instrument": { "@id": "#veilsim" },
            "object": { "@id": folder.record }, "result": results,
        }),
    ];
    graph.extend(author.name.as_ref().map(|name| json!({ "@id": "#author", "@type": "Person", "name": name })));
    graph.extend(
        author.license.as_ref().map(
            |license| json!({ "@id": license, "@type": "CreativeWork", "name": license, "description": "The licence of this result" }),
        ),
    );
    graph.extend(parts);
    // The term for a hash came later than the vocabulary that version 1.1 has.
    let context = json!(["https://w3id.org/ro/crate/1.1/context", { "sha256": "https://schema.org/sha256" }]);
    Ok(pretty(&json!({ "@context": context, "@graph": graph })))
}

fn root(folder: &Folder<'_>, author: &Author, parts: &[Value]) -> Value {
    let mut root = json!({
        "@id": "./", "@type": "Dataset", "name": folder.title, "description": folder.about, "identifier": folder.digest,
        "hasPart": parts, "mentions": { "@id": "#simulation" },
    });
    let parts = [
        ("author", author.name.as_ref().map(|_| json!({ "@id": "#author" }))),
        ("license", author.license.as_ref().map(|license| json!({ "@id": license }))),
        ("datePublished", author.published.as_ref().map(|day| json!(day))),
    ];
    for (key, value) in parts {
        if let Some(value) = value {
            root[key] = value;
        }
    }
    root
}

fn of_table(dir: &Path, file: &str) -> Result<Value, ResultsError> {
    let facts = file_facts(dir, file)?;
    let about = declared(file).map_or("Draws of the assumptions, as quantiles of their ranges", |(about, _)| about);
    Ok(json!({
        "@id": file, "@type": "File", "name": file, "description": about, "encodingFormat": "text/csv",
        "contentSize": facts.bytes.to_string(), "sha256": facts.sha256,
    }))
}

fn drawn(file: &str, about: &str) -> Value {
    let format = match Path::new(file).extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html",
        Some(_) => "image/svg+xml",
        None => return json!({ "@id": file, "@type": "Dataset", "name": "Charts", "description": about }),
    };
    json!({ "@id": file, "@type": "File", "name": about, "encodingFormat": format })
}

fn reference(entity: &Value) -> Value {
    json!({ "@id": entity["@id"] })
}
