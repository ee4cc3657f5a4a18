//! `dropout-lab pool`: merges slices of an experiment, from this machine or others, into one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use clap::Args;
use dropout_lab::records::{Ended, Foot, Head, Record};
use dropout_lab::spec::{Arm, Opened, SETTINGS, Spec};

use crate::record::Line;
use crate::records::Records;
use crate::{Failure, broken, clean, output};

/// Settings that change no curve, so that slices may differ in them.
const FREE: [&str; 4] = ["replicates", "device", "autorun", "question"];

/// Which slices to merge.
#[derive(Args)]
pub(crate) struct Options {
    /// Files written by `dropout-lab run`.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Writes the records here instead of stdout.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// A file that was read whole.
struct Slice {
    name: String,
    spec: Spec,
    head: Head,
    records: Vec<Record>,
    foot: Foot,
}

/// A run: its arm and replicate.
type Run = (Arm, u32);

/// Merges the files; nothing is written unless all of them are whole and belong together.
pub(crate) fn pool(options: &Options) -> Result<(), Failure> {
    let slices: Vec<Slice> = options.files.iter().map(|path| read(path)).collect::<Result<_, _>>().map_err(Failure::Input)?;
    let (first, others) = slices.split_first().ok_or_else(|| Failure::Input("found no file, expected at least one".to_owned()))?;
    let faults: Vec<String> = others.iter().flat_map(|other| differences(first, other)).collect();
    if !faults.is_empty() {
        return Err(Failure::Input(faults.join("\n")));
    }
    let (kept, twice) = once_each(&slices).map_err(Failure::Input)?;
    twice.iter().for_each(|sentence| eprintln!("{sentence}"));
    let (spec, head) = whole_of(first, &kept)?;
    let mut records = Records::new(spec, &head, BufWriter::new(output(options.out.as_deref())?)).map_err(broken)?;
    let [diverged, stopped] = ended_of(&slices, &kept);
    records.print_all(records_of(slices, &kept), diverged, stopped).map_err(broken)?;
    records.finish(&mut io::stderr()).map_err(broken)
}

fn read(path: &Path) -> Result<Slice, String> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let (mut head, mut foot, mut records) = (None, None, Vec::new());
    for (line, number) in text.lines().zip(1..) {
        let fault = |what: &str| Err(format!("{name}, line {number}: {what}"));
        if foot.is_some() {
            return fault("found more after the last line, expected a file of one run of the program");
        }
        match Line::read(line) {
            Ok(Line::Head(found)) if number == 1 => head = Some(found),
            Ok(Line::Head(_)) => return fault("found a second head, expected a file of one run of the program"),
            Ok(_) if head.is_none() => return fault("found no head, expected a file written by `dropout-lab run`"),
            Ok(Line::Record(record)) => records.push(*record),
            Ok(Line::Effect) => {}
            Ok(Line::Foot(found)) => foot = Some(found),
            Err(message) => return fault(&message),
        }
    }
    let head = head.ok_or_else(|| format!("{name}: found an empty file, expected one written by `dropout-lab run`"))?;
    let foot = foot.ok_or_else(|| format!("{name}: found {} records and no last line, the file is cut off", records.len()))?;
    if foot.records != records.len() {
        return Err(format!("{name}: found {} records, expected {} as its last line says", records.len(), foot.records));
    }
    let Opened { spec, notices, .. } = Opened::from_link(&head.experiment);
    if let Some(notice) = notices.first() {
        return Err(format!("{name}: its experiment cannot be used: {notice}"));
    }
    Ok(Slice { name, spec, head, records, foot })
}

/// What keeps two files from belonging to one experiment.
fn differences(first: &Slice, other: &Slice) -> Vec<String> {
    let names = format!("{} and {}", first.name, other.name);
    let differ = |what: &str, a: &str, b: &str| (a != b).then(|| format!("{names} do not belong together: {what} is {a} and {b}"));
    let rows = SETTINGS.iter().filter(|row| !FREE.contains(&row.key));
    let settings = rows.filter_map(|row| differ(row.key, &(row.read)(&first.spec), &(row.read)(&other.spec)));
    let (a, b) = (&first.head, &other.head);
    let adapter = |head: &Head| head.adapter.clone().unwrap_or_else(|| "none".to_owned());
    let heads = [
        ("backend", a.backend.clone(), b.backend.clone()),
        ("adapter", adapter(a), adapter(b)),
        ("examples", a.examples.clone(), b.examples.clone()),
        ("version", a.version.clone(), b.version.clone()),
    ];
    settings.chain(heads.into_iter().filter_map(|(what, a, b)| differ(what, &a, &b))).collect()
}

/// The file that each run is taken from, and a sentence for each run that stands in several.
fn once_each(slices: &[Slice]) -> Result<(BTreeMap<Run, usize>, Vec<String>), String> {
    let mut kept: BTreeMap<Run, usize> = BTreeMap::new();
    let mut sentences = Vec::new();
    for (at, slice) in slices.iter().enumerate() {
        for run in slice.runs() {
            let Some(&before) = kept.get(&run) else {
                kept.insert(run, at);
                continue;
            };
            let (arm, replicate) = run;
            let names = format!("{arm}/{replicate} stands in {} and {}", slices[before].name, slice.name);
            if slices[before].of(run) != slice.of(run) {
                let why = match slice.head.backend.as_str() {
                    "cpu" => "a run is a pure function, so one of them is damaged",
                    _ => "trainings on a GPU agree only closely, so pool slices that do not overlap",
                };
                return Err(format!("{names} with different values; {why}"));
            }
            sentences.push(format!("{names}: counted once"));
        }
    }
    Ok((kept, sentences))
}

impl Slice {
    /// Its runs, those that diverged at once included.
    fn runs(&self) -> impl Iterator<Item = Run> {
        self.head.replicates.iter().flat_map(|&replicate| self.spec.arms().into_iter().map(move |arm| (arm, replicate)))
    }

    fn of(&self, run: Run) -> Vec<&Record> {
        self.records.iter().filter(|record| (record.arm, record.replicate) == run).collect()
    }
}

/// The experiment and the head of the whole: as many replicates as the largest index needs.
fn whole_of(first: &Slice, kept: &BTreeMap<Run, usize>) -> Result<(Spec, Head), Failure> {
    let replicates: BTreeSet<u32> = kept.keys().map(|(_, replicate)| *replicate).collect();
    let count = replicates.last().map_or(1, |last| last + 1);
    let spec = clean(first.spec.with("replicates", &count.to_string()))?;
    let head = Head { experiment: spec.to_link(), replicates: replicates.into_iter().collect(), ..first.head.clone() };
    Ok((spec, head))
}

fn records_of(slices: Vec<Slice>, kept: &BTreeMap<Run, usize>) -> Vec<Record> {
    let of_slice = |(at, slice): (usize, Slice)| {
        slice.records.into_iter().filter(move |record| kept.get(&(record.arm, record.replicate)) == Some(&at))
    };
    let mut records: Vec<Record> = slices.into_iter().enumerate().flat_map(of_slice).collect();
    records.sort_by_key(Record::place);
    records
}

/// Runs that diverged and runs that were stopped.
fn ended_of(slices: &[Slice], kept: &BTreeMap<Run, usize>) -> [Vec<Ended>; 2] {
    let lists: [fn(&Foot) -> &Vec<Ended>; 2] = [|foot| &foot.diverged, |foot| &foot.stopped];
    lists.map(|list| {
        let of_slice = |(at, slice)| -> Vec<Ended> {
            let slice: &Slice = slice;
            list(&slice.foot).iter().filter(|run| kept.get(&(run.arm, run.replicate)) == Some(&at)).cloned().collect()
        };
        slices.iter().enumerate().flat_map(of_slice).collect()
    })
}
