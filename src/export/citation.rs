//! A result as something to cite.

use super::Author;
use crate::results::Manifest;

/// The citation of a result in the Citation File Format 1.2.0, with the version, the scenario and the digest; and the number of places
/// that the author must write.
#[must_use]
pub fn citation(manifest: &Manifest, author: &Author) -> (String, usize) {
    let run = &manifest.run;
    let method = manifest.method.as_ref().map_or_else(String::new, |method| format!(", method {}", method.name()));
    let title = format!("{} Result of veilsim {} (scenario {}{method})", run.question, run.version, run.name);
    let about = format!(
        "{} replications of {} policies with seed {}. Scenario blake3:{}; outcomes blake3:{}.",
        run.replications,
        run.arms.len(),
        run.seed,
        manifest.scenario_hash,
        manifest.digest
    );
    // A JSON string is a YAML string.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let must = |what: &str| format!("author must write: {what}");
    let name = author.name.clone().unwrap_or_else(|| must("who ran this and answers for it"));
    let mut text = "cff-version: 1.2.0\nmessage: \"If you use this result, please cite it as below.\"\ntype: dataset\n".to_owned();
    text += &format!("title: {}\nabstract: {}\n", quoted(&title), quoted(&about));
    text += &format!("authors:\n  - name: {}\nversion: {}\n", quoted(&name), quoted(&run.version));
    text += &match &author.published {
        Some(day) => format!("date-released: {}\n", quoted(day)),
        None => format!("# date-released: {}\n", must("the day of publication")),
    };
    text += &match &author.license {
        Some(address) => format!("license-url: {}\n", quoted(address)),
        None => format!("# license-url: {}\n", must("the address of the licence")),
    };
    text += &format!(
        "identifiers:\n  - type: other\n    value: {}\n    description: \"Digest of all outcomes: veilsim verify computes it again\"\n",
        quoted(&format!("blake3:{}", manifest.digest))
    );
    text += &format!(
        "references:\n  - type: software\n    title: veilsim\n    version: {}\n    authors:\n      - name: The veilsim authors\n",
        quoted(&run.version)
    );
    (text, author.missing().len())
}
