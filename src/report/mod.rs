//! What people look at: charts and the page. Nothing is computed here that no table holds.
//!
//! Whatever a chart or the page shows was read back from a CSV file, so `veilsim report DIR` redraws them all without the
//! simulation. The same tables give the same bytes of SVG.
//!
//! - [`charts`]: one file a chart, and the list of them.
//! - `page`: `report.html` and `brief.html`, from the templates of those names in `assets`.
//! - `raster`: SVG to PNG.
//! - `live`: a chart of rows that are in memory still, for `veilsim explore`.

mod answer;
mod change;
pub mod charts;
mod error;
mod figure;
mod live;
mod otherwise;
mod page;
mod plain;
mod raster;
mod render;

pub use answer::{Sentence, sentences};
pub use error::ReportError;
pub use live::{Drawn, FONTS, differences};
pub use otherwise::otherwise;
pub use plain::outcome_name;
pub use render::{Rendered, Skipped, charts_of, draw_chart, render_all, render_brief, render_method, render_reach};
