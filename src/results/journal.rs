//! The journal of a run: what has finished so far, so that an interrupted run can go on.
//!
//! A line of JSON says which run it is of, for people and for other runs. A record for each finished run follows: a mark, its task,
//! its events, how many numbers are kept of it, each of them bit by bit, and a checksum that only the same run's key can give. So
//! every record stands for itself. A process that is killed while it writes leaves a torn record at the end: writing goes on from
//! there. What a failing disk spoils, the line at the head included, costs the records that it spoils and no other.

use super::key::Key;
use super::{ResultsError, Store};
use crate::experiment::{Finished, Record, Run, Task};
use crate::model::Layout;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Bytes of a number in a record, and of its checksum.
const WORD: usize = 8;
/// What a record begins with.
const MARK: [u8; WORD] = *b"\0veilrun";
/// Words before the numbers in a record: the mark, replication and point, events, how many numbers follow.
const HEAD: usize = 5;
/// Of the numbers that time series can have, one in so many is not 0, about.
const SPARSE: usize = 4;
/// Bytes of a row of the time series, about.
const ROW: usize = 110;

/// The bytes that so many runs of so many points need on the disk, about: a record each, as much again in tables, and the time
/// series.
pub(super) fn bytes_needed<R: Record>(layout: Layout, runs: u64, points: usize) -> u64 {
    let sizes = R::sizes(layout);
    let numbers = sizes.start() + (sizes.end() - sizes.start()) / SPARSE;
    // Totals alone have one size, and no time series.
    let series = if sizes.start() == sizes.end() { 0 } else { points * layout.series() / SPARSE * ROW };
    runs.saturating_mul(2 * ((HEAD + numbers + 1) * WORD) as u64) + series as u64
}

/// A journal open to be written. It is locked against every other process.
#[derive(Debug)]
pub struct Journal<R> {
    path: PathBuf,
    key: [u8; 32],
    file: Mutex<File>,
    /// Runs written down.
    runs: AtomicUsize,
    /// Those that were there at the start, until somebody takes them.
    before: Mutex<Finished<R>>,
}

impl<R: Record> Journal<R> {
    /// Opens the journal at `path`, or begins one, and reads what it holds.
    ///
    /// # Errors
    /// If it cannot be read or written, or another process writes it.
    pub fn open(path: PathBuf, key: &Key, layout: Layout) -> Result<Self, ResultsError> {
        match open_file(&path, key, layout) {
            Ok((file, before)) => {
                let (file, runs) = (Mutex::new(file), AtomicUsize::new(before.len()));
                Ok(Self { path, key: key.bytes(), file, runs, before: Mutex::new(before) })
            }
            Err(source) => Err(ResultsError::File { file: path, source }),
        }
    }

    /// How many runs are written down.
    #[must_use]
    pub fn len(&self) -> usize {
        self.runs.load(Ordering::Relaxed)
    }

    /// Whether no run is written down.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Waits until all that is written down is on the disk.
    ///
    /// # Errors
    /// If it does not get there.
    pub fn sync(&self) -> Result<(), ResultsError> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.sync_all().map_err(|source| ResultsError::File { file: self.path.clone(), source })
    }
}

/// The bytes that a run takes in a journal.
#[must_use]
pub fn journal_bytes<R: Record>(run: &Run<R>) -> u64 {
    ((HEAD + run.record.numbers().len() + 1) * WORD) as u64
}

/// Every sound record of the journal at `path`, one by one. Nothing is locked or changed: another process may be writing it.
pub(super) fn each_record<R: Record>(path: &Path, key: &Key, layout: Layout, take: &mut dyn FnMut(Task, Run<R>)) -> io::Result<()> {
    read_records(&File::open(path)?, 0, &key.bytes(), layout, take).map(|_| ())
}

impl<R: Record> Store<R> for Journal<R> {
    fn put(&self, task: Task, run: &Run<R>) -> Result<(), ResultsError> {
        let record = encode(&self.key, task, run);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&record).map_err(|source| ResultsError::File { file: self.path.clone(), source })?;
        self.runs.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn take(&self) -> Finished<R> {
        std::mem::take(&mut self.before.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn open_file<R: Record>(path: &Path, key: &Key, layout: Layout) -> io::Result<(File, Finished<R>)> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    lock(&file)?;
    let head = key.line()?;
    let mut found = vec![0; head.len()];
    let is_ours = (&file).read_exact(&mut found).is_ok() && found == head;
    let mut finished = Finished::new();
    let start = if is_ours { head.len() as u64 } else { 0 };
    let end = read_records(&file, start, &key.bytes(), layout, &mut |task, run| drop(finished.insert(task, run)))?;
    if is_ours {
        file.set_len(end.max(head.len() as u64))?;
        (&file).seek(SeekFrom::End(0))?;
        return Ok((file, finished));
    }
    // Written anew beside it, so that a kill on the way loses nothing; the old file stays locked meanwhile.
    let anew = path.with_extension("anew");
    let mut repaired = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&anew)?;
    lock(&repaired)?;
    repaired.write_all(&head)?;
    finished.iter().try_for_each(|(task, run)| repaired.write_all(&encode(&key.bytes(), *task, run)))?;
    std::fs::rename(&anew, path)?;
    Ok((repaired, finished))
}

fn lock(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            Err(io::Error::new(ErrorKind::ResourceBusy, "another process is at work on this run; let it end, or choose another --out"))
        }
        // Where files cannot be locked, two processes on one run are the user's own care.
        _ => Ok(()),
    }
}

/// Takes every sound record from `at` on; where the last of them ends.
fn read_records<R: Record>(
    file: &File,
    mut at: u64,
    key: &[u8; 32],
    layout: Layout,
    take: &mut dyn FnMut(Task, Run<R>),
) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(1 << 18, file);
    let mut end = at;
    reader.seek(SeekFrom::Start(at))?;
    loop {
        if let Some((task, run, length)) = read_record(&mut reader, key, layout) {
            take(task, run);
            at += length;
            end = at;
        } else {
            let Some(next) = next_mark(&mut reader, at + 1)? else { return Ok(end) };
            at = next;
            reader.seek(SeekFrom::Start(at))?;
        }
    }
}

/// Where the next mark stands.
fn next_mark(reader: &mut (impl Read + Seek), from: u64) -> io::Result<Option<u64>> {
    reader.seek(SeekFrom::Start(from))?;
    let (mut start, mut chunk) = (from, Vec::new());
    loop {
        if reader.by_ref().take(1 << 16).read_to_end(&mut chunk)? == 0 {
            return Ok(None);
        }
        if let Some(place) = chunk.windows(WORD).position(|window| window == MARK) {
            return Ok(Some(start + place as u64));
        }
        let kept = chunk.len().saturating_sub(WORD - 1);
        chunk.drain(..kept);
        start += kept as u64;
    }
}

fn checksum(key: &[u8; 32], bytes: &[u8]) -> [u8; WORD] {
    let hash = blake3::keyed_hash(key, bytes);
    std::array::from_fn(|i| hash.as_bytes()[i])
}

fn encode<R: Record>(key: &[u8; 32], task: Task, run: &Run<R>) -> Vec<u8> {
    let numbers = run.record.numbers();
    let mut bytes = Vec::with_capacity((HEAD + numbers.len() + 1) * WORD);
    bytes.extend(MARK);
    for word in [u64::from(task.replication), task.point as u64, run.events, numbers.len() as u64] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend(numbers.iter().flat_map(|number| number.to_bits().to_le_bytes()));
    let sum = checksum(key, &bytes);
    bytes.extend(sum);
    bytes
}

/// The next record's run, with its task and the record's length, if it is sound.
fn read_record<R: Record>(reader: &mut impl Read, key: &[u8; 32], layout: Layout) -> Option<(Task, Run<R>, u64)> {
    let mut bytes = vec![0; HEAD * WORD];
    reader.read_exact(&mut bytes).ok()?;
    let words = |bytes: &[u8]| bytes.as_chunks::<WORD>().0.iter().map(|word| u64::from_le_bytes(*word)).collect::<Vec<u64>>();
    let [mark, replication, point, events, numbers] = words(&bytes)[..] else { return None };
    let numbers = usize::try_from(numbers).ok().filter(|n| mark == u64::from_le_bytes(MARK) && R::sizes(layout).contains(n))?;
    bytes.resize((HEAD + numbers) * WORD, 0);
    reader.read_exact(&mut bytes[HEAD * WORD..]).ok()?;
    let mut sum = [0; WORD];
    reader.read_exact(&mut sum).ok()?;
    if sum != checksum(key, &bytes) {
        return None;
    }
    let record = R::from_numbers(layout, words(&bytes[HEAD * WORD..]).into_iter().map(f64::from_bits).collect())?;
    let task = Task { replication: u32::try_from(replication).ok()?, point: usize::try_from(point).ok()? };
    Some((task, Run { record, events }, (bytes.len() + WORD) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Totals;
    use crate::model::{Outcome, Outcomes};

    const LAYOUT: Layout = Layout { platforms: 1, markets: 1, windows: 2 };

    fn run(first: f64) -> Run<Outcomes> {
        let mut numbers = vec![f64::NAN; *Outcomes::sizes(LAYOUT).start()];
        numbers[0] = first;
        // Of the time series, two are not 0.
        numbers.extend([1.0, first, 5.0, 2.0]);
        Run { record: Outcomes::from_numbers(LAYOUT, numbers).unwrap(), events: 7 }
    }

    fn task(replication: u32) -> Task {
        Task { replication, point: 1 }
    }

    fn open(path: &Path, seed: u64) -> Journal<Outcomes> {
        Journal::open(path.to_owned(), &Key::for_test(seed), LAYOUT).unwrap()
    }

    /// The journal's runs, by replication and first value.
    fn held(path: &Path, seed: u64) -> Vec<(u32, f64)> {
        open(path, seed).take().iter().map(|(task, run)| (task.replication, run.record.numbers().next().unwrap())).collect()
    }

    /// A journal of three runs; its bytes, and the size of a record.
    fn three(path: &Path) -> (Vec<u8>, usize) {
        let journal = open(path, 1);
        for (replication, first) in [(0, 0.1), (2, -0.0), (1, 3.0)] {
            journal.put(task(replication), &run(first)).unwrap();
        }
        (std::fs::read(path).unwrap(), encode(&[0; 32], task(0), &run(0.1)).len())
    }

    #[test]
    fn a_journal_cut_anywhere_gives_what_was_whole_and_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (whole, size) = three(&path);
        for cut in (0..whole.len()).step_by(97).chain([whole.len() - 1]) {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let records = cut.saturating_sub(whole.len() - 3 * size) / size;
            assert_eq!(held(&path, 1).len(), records, "{cut}");
            open(&path, 1).put(task(9), &run(9.0)).unwrap();
            let held = held(&path, 1);
            assert!(held.len() == records + 1 && held.contains(&(9, 9.0)), "{cut}: {held:?}");
        }
        std::fs::write(&path, &whole).unwrap();
        assert_eq!(held(&path, 2), [], "another key's runs are not taken");
    }

    #[test]
    fn what_is_damaged_costs_no_sound_record() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (whole, size) = three(&path);
        let head = whole.len() - 3 * size;
        let all = [(0, 0.1), (1, 3.0), (2, -0.0)];
        let check = |bytes: &[u8], expected: &[(u32, f64)], what: &str| {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(held(&path, 1), expected, "{what}");
            open(&path, 1).put(task(9), &run(9.0)).unwrap();
            assert_eq!(held(&path, 1), [expected, &[(9, 9.0)]].concat(), "{what}, and gone on");
        };
        let with = |at: usize| {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            bytes
        };
        check(&with(3), &all, "a bit of the first line");
        check(&whole[head..], &all, "no first line");
        check(&whole[head - 7..], &all, "a short first line");
        check(&[&vec![b'x'; 70_000], &whole[head..]].concat(), &all, "a long first line");
        check(&[&[0; 100], &whole[head + 9..]].concat(), &all[1..], "the first line and a part of the first record");
        check(&with(head + size / 2), &all[1..], "a bit of the first record");
        check(&with(head + size), &all[..2], "the mark of the second");
        check(&with(head + 3 * 8 + size), &all[..2], "how many numbers the second has");
        check(&[&whole[..head + size], b"\0veilrun", &whole[head + size..]].concat(), &all, "something between records");
    }

    #[test]
    fn records_belong_to_their_key_whatever_the_first_line_says() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (whole, size) = three(&path);
        let head = Key::for_test(2).line().unwrap();
        std::fs::write(&path, [&head, &whole[whole.len() - 3 * size..]].concat()).unwrap();
        assert_eq!(held(&path, 2), []);
    }

    #[test]
    fn totals_alone_take_about_a_kilobyte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let open = || Journal::<Totals>::open(path.clone(), &Key::for_test(1), LAYOUT).unwrap();
        let run = Run { record: Totals::of(run(4.0).record), events: 7 };
        open().put(task(3), &run).unwrap();
        let record = std::fs::metadata(&path).unwrap().len() - Key::for_test(1).line().unwrap().len() as u64;
        assert!((500..1500).contains(&record), "{record} bytes");
        let back = open().take();
        let total = |run: &Run<Totals>| run.record.total(Outcome::ALL[0]);
        assert_eq!((back.len(), total(&back[&task(3)]), back[&task(3)].events), (1, total(&run), 7));
        assert_eq!(total(&run), Some(4.0));
    }

    #[test]
    fn one_process_writes_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let first = open(&path, 1);
        let second = Journal::<Outcomes>::open(path.clone(), &Key::for_test(1), LAYOUT);
        assert!(second.unwrap_err().to_string().contains("another process"));
        drop(first);
        assert_eq!(held(&path, 1), []);
    }
}
