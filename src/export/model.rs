//! What `docs/model.md` says of the model, section by section, so that the checklists say it in the same words.

const MODEL: &str = include_str!("../../docs/model.md");

/// The text below a heading such as `## 5 Initialization`, up to the next heading.
pub(super) fn section(heading: &str) -> String {
    let below = MODEL.split_once(&format!("\n{heading}\n")).map_or("", |(_, below)| below);
    let end = below.find("\n#").unwrap_or(below.len());
    apart(&below[..end])
}

/// What it says under a number of the STRESS-DES checklist, such as `2.4`.
pub(super) fn item(number: &str) -> String {
    let below = MODEL.split_once(&format!("({number}):")).map_or("", |(_, below)| below.trim_start());
    let end = ["**", "\n\n"].iter().filter_map(|end| below.find(end)).min().unwrap_or(below.len());
    apart(&below[..end])
}

/// A text that stands apart from its folder: without the marks of generated parts, and links to files beside it as their names.
fn apart(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().filter(|line| !line.starts_with("<!--")).collect();
    let mut rest = lines.join("\n");
    while let Some(at) = rest.find("](../") {
        let (Some(open), Some(close)) = (rest[..at].rfind('['), rest[at..].find(')')) else { break };
        let name = format!("`{}`", rest[open + 1..at].trim_matches('`'));
        rest.replace_range(open..=at + close, &name);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_checklists_quote_is_there() {
        let headings = ["1 Purpose and patterns", "2 Entities, state variables, scales", "3 Process overview and scheduling"];
        let headings = headings.into_iter().chain(["4 Design concepts", "5 Initialization", "6 Input data", "7 Submodels"]);
        for heading in headings {
            let text = section(&format!("## {heading}"));
            assert!(text.len() > 80 && !text.contains("<!--") && !text.contains("](../"), "{heading}: {text}");
        }
        for number in ["2.4", "2.5", "3.2", "3.4", "4.3", "5.1", "5.2", "5.3"] {
            let text = item(number);
            assert!(text.len() > 20 && !text.contains("**") && text.ends_with(['.', ';']), "{number}: {text}");
        }
        assert_eq!(apart("See [a](../b/c.csv), [d](https://e)."), "See `a`, [d](https://e).");
    }
}
