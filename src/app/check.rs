//! What there is to say of a scenario without running it.

use crate::inference::figure::Figure;
use crate::scenario::{Grounds, Scenario, audit};

/// How many of its targets a scenario can be held against, in a sentence.
#[must_use]
pub fn held(scenario: &Scenario) -> String {
    let figures: Vec<Figure> = scenario.targets.iter().filter_map(|target| Figure::of(target, scenario)).collect();
    let count = |which: &dyn Fn(&Figure) -> bool| figures.iter().filter(|figure| which(figure)).count();
    let reached = |figure: &Figure| figure.missing().is_none() && figure.target.is_comparable();
    format!(
        "{}: of {} published figures, the scenario has the arms and places of {}; {} to fit and {} as a test are comparable and in its time.",
        scenario.name,
        scenario.targets.len(),
        figures.len(),
        count(&|figure| reached(figure) && figure.target.fitted),
        count(&|figure| reached(figure) && !figure.target.fitted),
    )
}

/// Arms, size, and how many of the numbers of a scenario are cited and how many assumed, in a sentence.
#[must_use]
pub fn grounds(scenario: &Scenario) -> String {
    let rows = audit(scenario);
    // Settings of the run, such as the seed, need no source.
    let (values, settings): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.path.contains('.') || row.status.is_some());
    let [cited, recalled, assumed, unstated] = Grounds::ALL.map(|grounds| values.iter().filter(|row| row.grounds() == grounds).count());
    format!(
        "{}: {} arms, {} replications. Of {} values {cited} are cited, {recalled} recalled (look them up before citing), {assumed} assumed, {unstated} without a stated source; {} settings of the run need none.",
        scenario.name,
        scenario.arms.len(),
        scenario.replications,
        values.len(),
        settings.len(),
    )
}
