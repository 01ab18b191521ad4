//! A shard under way.

use super::{FILE, Found, JOURNAL, ShardRecord, folder, hash, inspect, name, named, read};
use crate::experiment::{Record, Task};
use crate::model::Layout;
use crate::results::journal::{Journal, bytes_needed, each_record};
use crate::results::place::{self, Names, entries, refused};
use crate::results::staging::{check_room, remove};
use crate::results::{ResultsError, Store};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A shard under way, in a folder of this process's own.
#[derive(Debug)]
pub struct Begun<R: Record> {
    /// Where it will stand when it is whole.
    place: PathBuf,
    own: PathBuf,
    journal: Journal<R>,
    record: ShardRecord,
    /// What others finished of it before.
    before: BTreeSet<Task>,
}

impl<R: Record> Begun<R> {
    /// Begins a shard of results in `out` which has these tasks, with what others have finished of it; none if it stands there whole.
    ///
    /// # Errors
    /// If it cannot stand there, or shards of another run do.
    pub fn open(out: &Path, names: Names<'_>, record: ShardRecord, tasks: &[Task], layout: Layout) -> Result<Option<Self>, ResultsError> {
        let target = place::resolve(out)?;
        place::refuse_strange(&target)?;
        names.refuse(&target)?;
        let shards = folder(&target);
        place::make(&target).and_then(|()| place::make(&shards)).map_err(|error| refused(out, error))?;
        let place = shards.join(name(record.shard));
        refuse_others(&shards, &record)?;
        if let Found::Whole(_) = inspect(&place) {
            return Ok(None);
        }
        let own = make_own(&place).map_err(|source| ResultsError::File { file: place.clone(), source })?;
        let whole = || matches!(inspect(&place), Found::Whole(_));
        match Self::begin(place.clone(), own.clone(), record, tasks, layout) {
            // Who made it whole meanwhile has cleared up: our folder too.
            Err(_) if whole() => {
                let _ = remove(&own);
                Ok(None)
            }
            begun => begun.map(Some),
        }
    }

    fn begin(place: PathBuf, own: PathBuf, record: ShardRecord, tasks: &[Task], layout: Layout) -> Result<Self, ResultsError> {
        let journal = Journal::open(own.join(JOURNAL), &record.key, layout)?;
        let mut begun = Self { place, own, journal, record, before: BTreeSet::new() };
        begun.take_over(tasks, layout)?;
        begun.check_room(tasks, layout)?;
        Ok(begun)
    }

    /// Copies what other processes finished of these tasks. One of them may still be at work.
    fn take_over(&mut self, tasks: &[Task], layout: Layout) -> Result<(), ResultsError> {
        let mut open: BTreeSet<Task> = tasks.iter().copied().collect();
        for folder in self.others() {
            let mut failed = None;
            // What cannot be read is simulated again.
            let _ = each_record::<R>(&folder.join(JOURNAL), &self.record.key, layout, &mut |task, run| {
                if failed.is_none() && open.remove(&task) {
                    match self.journal.put(task, &run) {
                        Ok(()) => drop(self.before.insert(task)),
                        Err(error) => failed = Some(error),
                    }
                }
            });
            failed.map_or(Ok(()), Err)?;
        }
        Ok(())
    }

    /// The folders of this shard but our own: those of other processes, and a torn one in its place.
    fn others(&self) -> Vec<PathBuf> {
        let all = entries(self.place.parent().unwrap_or(Path::new(".")));
        let of_shard = |folder: &PathBuf| named(folder).is_some_and(|(shard, _)| shard == self.record.shard);
        all.into_iter().filter(|folder| *folder != self.own && of_shard(folder)).collect()
    }

    fn check_room(&self, tasks: &[Task], layout: Layout) -> Result<(), ResultsError> {
        let missing = (tasks.len() - self.before.len()) as u64;
        let checked = check_room(&self.own, bytes_needed::<R>(layout, missing, 0));
        checked.map_err(|source| ResultsError::File { file: self.own.clone(), source })
    }

    /// What others had finished of it.
    #[must_use]
    pub fn before(&self) -> &BTreeSet<Task> {
        &self.before
    }

    /// How many of its runs are written down.
    #[must_use]
    pub fn finished(&self) -> usize {
        self.journal.len()
    }

    /// Where finished runs are kept.
    #[must_use]
    pub fn store(&self) -> &dyn Store<R> {
        &self.journal
    }

    /// Whether another process has made the shard whole meanwhile. Then what this one has is of no use, and goes.
    #[must_use]
    pub fn is_made(&self) -> bool {
        let made = matches!(inspect(&self.place), Found::Whole(found) if self.record.difference(&found).is_none());
        if made {
            let _ = remove(&self.own);
        }
        made
    }

    /// Leaves what has finished to the next that works on the shard.
    ///
    /// # Errors
    /// If it does not get to the disk.
    pub fn leave(&self) -> Result<(), ResultsError> {
        self.journal.sync()
    }

    /// Puts the shard, now that all its runs are written down, in its place.
    ///
    /// # Errors
    /// If it cannot be written or moved there.
    pub fn finish(&mut self) -> Result<(), ResultsError> {
        self.journal.sync()?;
        let wrong = |file: &Path| {
            let file = file.to_owned();
            move |source| ResultsError::File { file, source }
        };
        let journal = self.own.join(JOURNAL);
        self.record.journal = hash(&journal).map_err(wrong(&journal))?;
        self.record.runs = self.journal.len();
        let file = self.own.join(FILE);
        write(&file, &self.record).map_err(wrong(&file))?;
        self.rename().map_err(wrong(&self.place))?;
        for folder in self.others() {
            // What cannot be removed does no harm.
            let _ = if folder == self.place { Ok(()) } else { remove(&folder) };
        }
        Ok(())
    }

    /// The one step that counts. The first whole shard stays; a torn one makes room.
    fn rename(&self) -> io::Result<()> {
        let Err(taken) = fs::rename(&self.own, &self.place) else { return Ok(()) };
        match inspect(&self.place) {
            Found::Whole(_) => {
                let _ = remove(&self.own);
                Ok(())
            }
            Found::Nothing => Err(taken),
            Found::Torn(_) => {
                let aside = with_end(&self.own, "-torn");
                fs::rename(&self.place, &aside)?;
                fs::rename(&self.own, &self.place)
            }
        }
    }
}

impl<R: Record> Drop for Begun<R> {
    /// A process that finished nothing leaves nothing.
    fn drop(&mut self) {
        if self.journal.is_empty() {
            let _ = remove(&self.own);
        }
    }
}

/// Refuses shards of another run, of which any one is enough to see.
fn refuse_others(shards: &Path, record: &ShardRecord) -> Result<(), ResultsError> {
    let mut whole = entries(shards).into_iter().filter(|folder| named(folder).is_some_and(|(_, whole)| whole));
    let Some((folder, found)) = whole.find_map(|folder| read(&folder).map(|found| (folder, found))) else { return Ok(()) };
    record.difference(&found).map_or(Ok(()), |difference| {
        let reason = format!(
            "{} is a shard of another run, with {difference}; remove the shards, or choose another place with --out",
            folder.display()
        );
        Err(refused(shards, reason))
    })
}

/// A new folder beside a shard's place, under a name that no other process has.
fn make_own(place: &Path) -> io::Result<PathBuf> {
    let first = with_end(place, &format!(".{}-{}", host(), std::process::id()));
    let mut own = first.clone();
    for more in 2.. {
        match fs::create_dir(&own) {
            // Of a process that had the same number on a host of the same name, as in containers.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => own = with_end(&first, &format!("-{more}")),
            made => return made.map(|()| own),
        }
    }
    unreachable!("the names do not end")
}

/// The name of this host, as far as the system says it, fit for a file's name.
fn host() -> String {
    let said = fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let said = said.or_else(|| ["HOSTNAME", "COMPUTERNAME"].iter().find_map(|name| std::env::var(name).ok()));
    let host: String = said.unwrap_or_default().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(64).collect();
    if host.is_empty() { "host".to_owned() } else { host }
}

/// A path with something at the end of its name.
fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

fn write(file: &Path, record: &ShardRecord) -> io::Result<()> {
    let mut written = File::create(file)?;
    written.write_all((serde_json::to_string_pretty(record)? + "\n").as_bytes())?;
    written.sync_all()
}
