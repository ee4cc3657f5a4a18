//! `dropout-lab run`: trains all runs of a link, on native threads or the GPU.

use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

use clap::{Args, ValueEnum};
use dropout_lab::claim::{self, Claim, ClaimVerdictKind, Outcome, RunCurve, VERSION, compare};
use dropout_lab::experiment::{Report, Share, Spent, Stopped, TrainingData};
use dropout_lab::model::{Backend, Device, DeviceReport};
use dropout_lab::records::Head;
use dropout_lab::spec::{DeviceChoice, Kind, Opened, RunSpec, SETTINGS, Spec};

use crate::data::{self, Splits};
use crate::records::Records;
use crate::{Failure, broken, clean, output, strict};

/// Units of work between two reports.
const SLICE: u32 = 20;

/// How to run an experiment.
#[derive(Args)]
#[command(
    after_help = "A link with a result is compared with what was trained: the verdict goes to stderr, and the exit code is 3 where it differs."
)]
pub(crate) struct Options {
    /// A link, or what stands after its #.
    link: String,
    /// Folder of the four IDX files, plain or .gz.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where to train, whatever the link says; by default the CPU, whose curves are the same everywhere.
    #[arg(long, value_enum, default_value = "cpu")]
    device: Place,
    /// Trains this slice of the replicates only, such as 5..10; `dropout-lab pool` merges slices.
    #[arg(long, value_name = "FROM..TO", value_parser = replicates)]
    replicates: Option<Range<u32>>,
    /// Measures inside the networks at each evaluation, as `probes=1` in the link does: variances, gradients, weights, single units.
    #[arg(long)]
    probes: bool,
    /// Writes the records here instead of stdout.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Prints the link with its result on stdout, where the records then are not: --out keeps them.
    #[arg(long)]
    result: bool,
}

/// A range such as 5..10: the replicates 5 to 9.
fn replicates(text: &str) -> Result<Range<u32>, String> {
    let row = SETTINGS.iter().find(|row| row.key == "replicates").map(|row| row.kind);
    let Some(Kind::Number { max: most, .. }) = row else { return Err("the schema has no number of replicates".to_owned()) };
    let expected = || format!("found {text:?}, expected FROM..TO with whole numbers, FROM below TO and TO at most {most}");
    let (from, to) = text.split_once("..").ok_or_else(expected)?;
    let range = from.parse().map_err(|_| expected())?..to.parse().map_err(|_| expected())?;
    if range.is_empty() || f64::from(range.end) > most { Err(expected()) } else { Ok(range) }
}

#[derive(Clone, Copy, ValueEnum)]
enum Place {
    Cpu,
    Gpu,
}

/// Runs the experiment of a link.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let Opened { claim, .. } = Opened::from_link(&options.link);
    let mut spec = strict(&options.link)?;
    let claim =
        if claim.is_empty() { None } else { Some(Claim::read(&claim, &spec).map_err(|fault| Failure::Input(format!("result: {fault}")))?) };
    if options.probes {
        spec = clean(spec.with("probes", "1"))?;
    }
    let slice = options.replicates.clone().unwrap_or(0..spec.replicates);
    if slice.end > spec.replicates {
        // What the slice belongs to has at least as many.
        spec = clean(spec.with("replicates", &slice.end.to_string()))?;
    }
    if (options.result || claim.is_some()) && slice != (0..spec.replicates) {
        let found = format!("{}..{}", slice.start, slice.end);
        return Err(Failure::Input(format!(
            "replicates: found {found}, expected all of them, since a result is about the whole experiment"
        )));
    }
    let splits = data::load(&spec, options.data.as_deref())?;
    let (device, report) = pollster::block_on(Device::choose(match options.device {
        Place::Cpu => DeviceChoice::Cpu,
        Place::Gpu => DeviceChoice::Webgpu,
    }));
    eprintln!("{}", report.reason);
    if matches!((options.device, &report), (Place::Gpu, DeviceReport { backend: Backend::Cpu, .. })) {
        return Err(Failure::Work("expected a GPU, found none that works; use --device cpu".to_owned()));
    }
    let head = Head {
        experiment: spec.to_link(),
        replicates: slice.clone().collect(),
        adapter: report.adapter.clone(),
        backend: if device.backend() == Backend::Cpu { "cpu" } else { "webgpu" }.to_owned(),
        examples: splits.digest(),
        version: VERSION.to_owned(),
    };
    let out: Box<dyn Write> = if options.result && options.out.is_none() { Box::new(io::sink()) } else { output(options.out.as_deref())? };
    let mut records = Records::new(spec.clone(), &head, BufWriter::new(out)).map_err(broken)?;
    let runs = spec.runs().into_iter().filter(|run| slice.contains(&run.replicate)).collect();
    train(&spec, runs, &splits, &device, &mut records)?;
    let curves = records.curves();
    records.finish(&mut io::stderr()).map_err(broken)?;
    let place = match device.backend() {
        Backend::Cpu => claim::Place::cpu(),
        Backend::Webgpu => claim::Place::webgpu(report.adapter.as_deref().unwrap_or("")),
    };
    if options.result {
        let outcome = Outcome::of(&spec, &curves).map_err(Failure::Work)?;
        println!("{}", Claim::new(place.clone(), outcome).link(&spec, &spec.to_link()).map_err(Failure::Work)?);
    }
    claim.map_or(Ok(()), |claim| confirm(&claim, &spec, &curves, &place))
}

/// Says whether what a link claims was reproduced.
fn confirm(claim: &Claim, spec: &Spec, curves: &[RunCurve], place: &claim::Place) -> Result<(), Failure> {
    let outcome = Outcome::of(spec, curves).map_err(Failure::Work)?;
    let verdict = compare(claim, spec, &outcome, place, 0);
    eprintln!("{}", verdict.title);
    verdict.sentences.iter().for_each(|sentence| eprintln!("{sentence}"));
    if verdict.kind == ClaimVerdictKind::Differs { Err(Failure::Differs) } else { Ok(()) }
}

/// Trains these runs, spread over threads on the CPU and in one cohort on the GPU.
fn train<W: Write>(spec: &Spec, runs: Vec<RunSpec>, splits: &Splits, device: &Device, records: &mut Records<W>) -> Result<(), Failure> {
    let data = TrainingData::new(&splits.train, &splits.test, device);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share_count = if device.backend() == Backend::Cpu { cores } else { 1 };
    thread::scope(|scope| {
        let (sender, receiver) = channel();
        for (index, runs) in spread(runs, share_count).into_iter().enumerate() {
            let (data, sender) = (data.clone(), sender.clone());
            // A closed channel means that the main thread cannot go on: it says why once all threads have stopped.
            let send = move |message: Result<Report, String>| sender.send(message.map(|report| (index, report))).is_ok();
            scope.spawn(move || pollster::block_on(train_share(spec.clone(), runs, data, device, send)));
        }
        drop(sender);
        let (mut done, mut spent) = (Vec::new(), Vec::new());
        for message in receiver {
            let (share, report): (usize, Report) = message.map_err(Failure::Work)?;
            for found in &report.diverged {
                eprintln!("{}/{} diverged by step {}: its loss is no finite number", found.arm, found.replicate, found.step);
            }
            for Stopped { arm, replicate, step } in &report.stopped {
                let plural = if spec.patience == 1 { "" } else { "s" };
                let patience = format!("no better test loss for {} epoch{plural} (looked at the test set)", spec.patience);
                eprintln!("\r{arm}/{replicate} stopped at step {step}: {patience}");
            }
            progress(&mut done, share, report.step, report.steps);
            spent.extend(report.spent.iter().cloned());
            records.add(&report).map_err(broken)?;
        }
        eprintln!("\n{}", compute_time(spec, &spent));
        Ok(())
    })
}

async fn train_share(spec: Spec, runs: Vec<RunSpec>, data: TrainingData, device: &Device, send: impl Fn(Result<Report, String>) -> bool) {
    let mut share = match Share::start(&spec, runs, &data, device) {
        Ok(share) => share,
        Err(error) => {
            send(Err(error));
            return;
        }
    };
    #[expect(clippy::disallowed_methods, reason = "never on wasm32: the terminal's clock is here")]
    let start = Instant::now();
    let now = || start.elapsed().as_secs_f64() * 1000.0;
    loop {
        let report = share.advance(SLICE, u32::MAX, &now).await;
        let ended = report.as_ref().map_or(true, |report| report.reached);
        if !send(report) || ended {
            return;
        }
    }
}

/// What training took, arm by arm.
fn compute_time(spec: &Spec, spent: &[Spent]) -> String {
    let of_arm = |name: String| {
        let millis: f64 = spent.iter().filter(|spent| spent.arm == name).map(|spent| spent.millis).sum();
        format!("{name} {:.1} s", millis / 1000.0)
    };
    let arms: Vec<String> = spec.arms().iter().map(|arm| of_arm(arm.to_string())).collect();
    format!("compute time: {}", arms.join(", "))
}

/// Spreads runs over threads, arms of one replicate apart, so that all finish together.
fn spread(runs: Vec<RunSpec>, share_count: usize) -> Vec<Vec<RunSpec>> {
    let count = share_count.min(runs.len());
    let mut shares = vec![Vec::new(); count];
    for (at, run) in runs.into_iter().enumerate() {
        shares[at % count].push(run);
    }
    shares
}

fn progress(done: &mut Vec<(usize, u32)>, share: usize, step: u32, steps: u32) {
    done.retain(|(name, _)| *name != share);
    done.push((share, step));
    let slowest = done.iter().map(|(_, step)| *step).min().unwrap_or(0);
    eprint!("\rstep {slowest} of {steps} ");
}
