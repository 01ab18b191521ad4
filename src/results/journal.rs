//! The journal of a run: what has finished so far, so that an interrupted run can go on.
//!
//! A line of JSON says which run it is of. A record for each finished run follows: its number, its events, how many numbers its
//! outcomes have, each of them bit by bit, and a checksum. A process that is killed while it writes leaves a torn record at the
//! end: reading stops before it, and writing goes on from there. Only a failing disk or power supply can cost more, and the
//! checksums tell.

use super::{ResultsError, hash};
use crate::experiment::{Finished, Run};
use crate::model::{Layout, Outcomes};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Bytes of a number in a record, and of its checksum.
const WORD: usize = 8;
/// What stands before the outcomes in a record: the run's number, its events, how many numbers follow.
const HEAD: usize = 3;
/// Of the numbers that time series can have, one in so many is not 0, about.
const SPARSE: usize = 4;

/// What must be the same for one run to go on where another was interrupted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Hash of the scenario, its presets and the values set.
    scenario: String,
    /// Seed of the run.
    seed: u64,
    /// Version of veilsim.
    version: String,
    /// Hash of the program: of two builds of one version, either may have another model.
    program: String,
}

impl Key {
    /// The key of a scenario's run by this program.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let program = std::env::current_exe().and_then(std::fs::read).unwrap_or_default();
        Self {
            scenario: super::manifest::scenario_hash(scenario),
            seed: scenario.seed,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program: blake3::hash(&program).to_hex().to_string(),
        }
    }

    /// A short name, another for every key.
    pub(super) fn short(&self) -> String {
        hash(&format!("{self:?}"))[..8].to_owned()
    }

    /// In what another key differs.
    pub(super) fn difference(&self, other: &Self) -> String {
        let parts = [
            (self.scenario != other.scenario, "another scenario".to_owned()),
            (self.seed != other.seed, format!("seed {}", other.seed)),
            (self.version != other.version, format!("veilsim {}", other.version)),
            (self.version == other.version && self.program != other.program, "another build of veilsim".to_owned()),
        ];
        parts.into_iter().filter_map(|(differs, what)| differs.then_some(what)).collect::<Vec<_>>().join(", ")
    }

    /// The key in the journal at `path`.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let mut line = String::new();
        BufReader::new(File::open(path).ok()?).take(1 << 12).read_line(&mut line).ok()?;
        serde_json::from_str(&line).ok()
    }
}

/// Bytes of a row of the time series, about.
const ROW: usize = 110;

/// The bytes that so many runs of so many arms need on the disk, about: a record each, as much again in tables, and the time series.
pub(super) fn bytes_needed(layout: Layout, runs: u64, arms: usize) -> u64 {
    let sizes = Outcomes::sizes(layout);
    let numbers = sizes.start() + (sizes.end() - sizes.start()) / SPARSE;
    runs * 2 * ((HEAD + numbers + 1) * WORD) as u64 + (arms * layout.series() / SPARSE * ROW) as u64
}

/// A journal open to be written. It is locked against every other process.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    /// Runs written down.
    runs: AtomicUsize,
}

impl Journal {
    /// Opens the journal at `path`, or begins one, and reads what it holds.
    pub(super) fn open(path: PathBuf, key: &Key, layout: Layout) -> Result<(Self, Finished), ResultsError> {
        match Self::open_file(&path, key, layout) {
            Ok((file, finished)) => Ok((Self { path, file: Mutex::new(file), runs: AtomicUsize::new(finished.len()) }, finished)),
            Err(source) => Err(ResultsError::File { file: path, source }),
        }
    }

    fn open_file(path: &Path, key: &Key, layout: Layout) -> io::Result<(File, Finished)> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(io::Error::new(ErrorKind::ResourceBusy, "another process plays this run; let it end, or choose another --out"));
        }
        let mut head = serde_json::to_string(key)?;
        head.push('\n');
        let mut reader = BufReader::with_capacity(1 << 18, &file);
        let mut found = vec![0; head.len()];
        let mut finished = Finished::new();
        let mut whole = 0;
        if reader.read_exact(&mut found).is_ok() && found == head.as_bytes() {
            while let Some((number, run, length)) = read_record(&mut reader, layout) {
                finished.insert(number, run);
                whole += length;
            }
            file.set_len((head.len() + whole) as u64)?;
        } else {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(head.as_bytes())?;
        }
        file.seek(SeekFrom::End(0))?;
        Ok((file, finished))
    }

    /// Adds a finished run.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&self, number: usize, run: &Run) -> Result<(), ResultsError> {
        let record = encode(number, run);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&record).map_err(|source| ResultsError::File { file: self.path.clone(), source })?;
        self.runs.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Whether no run is written down.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.load(Ordering::Relaxed) == 0
    }
}

fn checksum(bytes: &[u8]) -> [u8; WORD] {
    std::array::from_fn(|i| blake3::hash(bytes).as_bytes()[i])
}

fn encode(number: usize, run: &Run) -> Vec<u8> {
    let numbers: Vec<u64> = run.outcomes.numbers().map(f64::to_bits).collect();
    let words = [number as u64, run.events, numbers.len() as u64].into_iter().chain(numbers);
    let mut bytes: Vec<u8> = words.flat_map(u64::to_le_bytes).collect();
    let sum = checksum(&bytes);
    bytes.extend(sum);
    bytes
}

/// The next record's run, with its number and the record's length, if it is whole.
fn read_record(reader: &mut impl Read, layout: Layout) -> Option<(usize, Run, usize)> {
    let mut bytes = vec![0; HEAD * WORD];
    reader.read_exact(&mut bytes).ok()?;
    let words = |bytes: &[u8]| bytes.as_chunks::<WORD>().0.iter().map(|word| u64::from_le_bytes(*word)).collect::<Vec<u64>>();
    let [number, events, numbers] = words(&bytes)[..] else { return None };
    let numbers = usize::try_from(numbers).ok().filter(|n| Outcomes::sizes(layout).contains(n))?;
    bytes.resize((HEAD + numbers) * WORD, 0);
    reader.read_exact(&mut bytes[HEAD * WORD..]).ok()?;
    let mut sum = [0; WORD];
    reader.read_exact(&mut sum).ok()?;
    if sum != checksum(&bytes) {
        return None;
    }
    let outcomes = Outcomes::from_numbers(layout, words(&bytes[HEAD * WORD..]).into_iter().map(f64::from_bits).collect())?;
    Some((number as usize, Run { outcomes, events }, bytes.len() + WORD))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout = Layout { platforms: 1, markets: 1, windows: 2 };

    fn key(seed: u64) -> Key {
        Key { scenario: "s".to_owned(), seed, version: "1".to_owned(), program: "p".to_owned() }
    }

    fn run(first: f64) -> Run {
        let mut numbers = vec![f64::NAN; *Outcomes::sizes(LAYOUT).start()];
        numbers[0] = first;
        // Of the time series, two are not 0.
        numbers.extend([1.0, first, 5.0, 2.0]);
        Run { outcomes: Outcomes::from_numbers(LAYOUT, numbers).unwrap(), events: 7 }
    }

    /// The journal's runs, by number and first value.
    fn held(path: &Path, seed: u64) -> Vec<(usize, f64)> {
        let (_, finished) = Journal::open(path.to_owned(), &key(seed), LAYOUT).unwrap();
        finished.iter().map(|(number, run)| (*number, run.outcomes.numbers().next().unwrap())).collect()
    }

    #[test]
    fn a_journal_cut_anywhere_gives_what_was_whole_and_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (journal, _) = Journal::open(path.clone(), &key(1), LAYOUT).unwrap();
        for (number, first) in [(0, 0.1), (2, -0.0), (1, 3.0)] {
            journal.add(number, &run(first)).unwrap();
        }
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        let size = encode(0, &run(0.1)).len();
        for cut in (0..whole.len()).step_by(97).chain([whole.len() - 1]) {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let records = cut.saturating_sub(whole.len() - 3 * size) / size;
            assert_eq!(held(&path, 1).len(), records, "{cut}");
            let (journal, _) = Journal::open(path.clone(), &key(1), LAYOUT).unwrap();
            journal.add(9, &run(9.0)).unwrap();
            drop(journal);
            let held = held(&path, 1);
            assert!(held.len() == records + 1 && held.contains(&(9, 9.0)), "{cut}: {held:?}");
        }
        let mut spoilt = whole.clone();
        spoilt[whole.len() - size - 20] ^= 1;
        std::fs::write(&path, &spoilt).unwrap();
        assert_eq!(held(&path, 1), [(0, 0.1)], "what follows a bad record is not trusted");
        assert_eq!(held(&path, 2), [], "another key's runs are not taken");
    }

    #[test]
    fn one_process_writes_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let first = Journal::open(path.clone(), &key(1), LAYOUT).unwrap();
        let second = Journal::open(path.clone(), &key(1), LAYOUT);
        assert!(second.unwrap_err().to_string().contains("another process"));
        drop(first);
        assert_eq!(held(&path, 1), []);
    }
}
