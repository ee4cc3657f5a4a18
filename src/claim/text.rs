//! The text of a claim in a link: parts joined by `/`, with a checksum, so that a slip of the pen is told from another result.
//!
//! `1/cpu/0.1.0-1/settings/digest/arms/runs/points/checksum`: version of this form; where it was trained; version and revision of
//! the program; fingerprint of the settings; digest of all curves; means of each arm, for people; final measures of each run;
//! means of each arm along training. Nothing in it needs percent-encoding.

use core::fmt;

use super::outcome::{ArmOutcome, CODE_LETTERS, DIGEST_LETTERS, Finals, MARK_LETTERS, MEASURES, Outcome, RunOutcome};
use super::outcome::{code, decimal, decode, is_accuracy, is_code, point_steps};
use super::{Backend, Place, REVISION, VERSION, fingerprint, letters};
use crate::spec::Spec;

/// Version of the form.
const FORM: &str = "1";
/// Most characters of a whole link that bears a claim.
pub const MOST_CHARACTERS: usize = 2000;
/// Parts of a claim.
const PARTS: usize = 9;
/// Stands where there is no room, or nothing was measured.
const NOTHING: &str = "-";
/// Four coded numbers.
const CODES: usize = MEASURES.len() * CODE_LETTERS;
/// Stands for the four numbers of a run or an arm that diverged.
const DIVERGED: &str = "............";

/// How much a claim tells beside its digest and the means of each arm. A claim that is too long for its link tells less, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The measures of each run at its end, and each arm's mean along training.
    All,
    /// Without the means along training.
    Runs,
    /// A mark of each run instead of its measures: which runs differ, but not by how much.
    Marks,
    /// Nothing of single runs.
    Arms,
}

impl Detail {
    /// From most to least.
    const ORDER: [Self; 4] = [Self::All, Self::Runs, Self::Marks, Self::Arms];

    /// What a claim of this detail leaves out, in words; nothing where it is whole.
    #[must_use]
    pub fn left_out(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Runs => Some("the means along training"),
            Self::Marks => Some("the measures of single runs and the means along training"),
            Self::Arms => Some("everything about single runs and the means along training"),
        }
    }
}

/// What a link says that its experiment came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Where it was trained.
    pub place: Place,
    /// Version of the program.
    pub version: String,
    /// Programs of one revision give the same bits on the CPU.
    pub revision: u32,
    /// What it came to, as far as there was room.
    pub outcome: Outcome,
}

/// Why the text of a link is no claim about its experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its form is that of a newer version.
    Newer(String),
    /// It was cut off, mistyped, or never was one: what was found, what was expected.
    Damaged(String),
    /// It is whole, but made for other settings.
    OtherSettings,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newer(found) => write!(
                f,
                "found a result in form {found}, expected form {FORM}: this version of Dropout Lab is the older one; reload the page or update the program"
            ),
            Self::Damaged(what) => write!(f, "the result is damaged: {what}"),
            Self::OtherSettings => {
                f.write_str("found the result of other settings, expected that of the settings in this link: one of them was changed since")
            }
        }
    }
}

impl Claim {
    /// The claim that an experiment, trained at a place by this program, came to this.
    #[must_use]
    pub fn new(place: Place, outcome: Outcome) -> Self {
        Self { place, version: VERSION.to_owned(), revision: REVISION, outcome }
    }

    /// How much of the outcome it holds.
    #[must_use]
    pub fn detail(&self) -> Detail {
        let has_measures = self.outcome.runs.iter().any(|run| run.finals != Finals::LeftOut);
        match (self.outcome.runs.is_empty(), has_measures, self.outcome.points.is_empty()) {
            (true, ..) => Detail::Arms,
            (_, false, _) => Detail::Marks,
            (_, _, true) => Detail::Runs,
            _ => Detail::All,
        }
    }

    /// The same with less.
    #[must_use]
    pub fn with_detail(&self, detail: Detail) -> Self {
        let mut less = self.clone();
        if detail != Detail::All {
            less.outcome.points.clear();
        }
        match detail {
            Detail::All | Detail::Runs => {}
            Detail::Marks => less.outcome.runs.iter_mut().for_each(|run| run.finals = Finals::LeftOut),
            Detail::Arms => less.outcome.runs.clear(),
        }
        less
    }

    /// The link `plain` of these settings with this claim behind it, the whole of it no longer than [`MOST_CHARACTERS`].
    ///
    /// # Errors
    /// When there is no room for even the shortest claim: what was found and what is expected.
    pub fn link(&self, spec: &Spec, plain: &str) -> Result<String, String> {
        let bare = format!("{plain}&result=");
        let mut length = 0;
        for detail in Detail::ORDER {
            let link = format!("{bare}{}", self.with_detail(detail).text(spec));
            length = link.len();
            if length <= MOST_CHARACTERS {
                return Ok(link);
            }
        }
        Err(format!(
            "found settings so long that a link with the shortest result has {length} characters, expected at most {MOST_CHARACTERS}"
        ))
    }

    /// The text that stands in a link of these settings.
    #[must_use]
    pub fn text(&self, spec: &Spec) -> String {
        let Outcome { digest, arms, runs, points } = &self.outcome;
        let place = match (self.place.backend, &*self.place.adapter) {
            (Backend::Cpu, _) => "cpu".to_owned(),
            (Backend::Webgpu, "") => "webgpu".to_owned(),
            (Backend::Webgpu, adapter) => format!("webgpu:{adapter}"),
        };
        let arms: Vec<String> = arms.iter().map(arm_text).collect();
        let runs: String = runs.iter().map(|RunOutcome { mark, finals }| format!("{mark}{}", finals_text(*finals))).collect();
        let points: String = points.iter().flatten().map(|means| means.map_or(DIVERGED.to_owned(), codes_text)).collect();
        let or_nothing = |text: String| if text.is_empty() { NOTHING.to_owned() } else { text };
        let (version, revision) = (&self.version, self.revision);
        let parts = [
            FORM.to_owned(),
            place,
            format!("{version}-{revision}"),
            fingerprint(spec),
            digest.clone(),
            arms.join(";"),
            or_nothing(runs),
            or_nothing(points),
        ];
        let text = parts.join("/") + "/";
        let checksum = checksum(&text);
        text + &checksum
    }

    /// Reads the text that stands in a link of these settings.
    ///
    /// # Errors
    /// When it is no claim about them.
    pub fn read(text: &str, spec: &Spec) -> Result<Self, Fault> {
        let parts: Vec<&str> = intact(text)?;
        let [_, place, program, settings, digest, arms, runs, points, _] = parts[..] else {
            return Err(Fault::Damaged(format!("found {} parts, expected {PARTS}", parts.len())));
        };
        if settings != fingerprint(spec) {
            return Err(Fault::OtherSettings);
        }
        let fault = |part: &str, found: &str, expected: &str| Fault::Damaged(format!("{part}: found {found:?}, expected {expected}"));
        let (version, revision) = read_program(program).ok_or_else(|| fault("program", program, "a version and a revision"))?;
        let arm_count = spec.arms().len();
        let claim = Self {
            place: read_place(place).ok_or_else(|| fault("place", place, "cpu or webgpu"))?,
            version,
            revision,
            outcome: Outcome {
                digest: letters::are(digest, DIGEST_LETTERS)
                    .then(|| digest.to_owned())
                    .ok_or_else(|| fault("digest", digest, "sixteen letters"))?,
                arms: arms
                    .split(';')
                    .map(read_arm)
                    .collect::<Option<Vec<_>>>()
                    .filter(|found| found.len() == arm_count)
                    .ok_or_else(|| fault("arms", arms, &format!("four means for each of {arm_count} arms")))?,
                runs: read_runs(runs, spec.runs().len()).ok_or_else(|| fault("runs", runs, "an entry for each run"))?,
                points: read_points(points, arm_count, point_steps(spec).len())
                    .ok_or_else(|| fault("points", points, "four means for each arm and step"))?,
            },
        };
        // One text for each claim: what could be written in another way was not written by this program.
        if claim.text(spec) == text {
            Ok(claim)
        } else {
            Err(Fault::Damaged("found numbers in another form than this program writes them".to_owned()))
        }
    }
}

/// The parts of a text that arrived as it was sent.
fn intact(text: &str) -> Result<Vec<&str>, Fault> {
    let damaged = |what: String| Err(Fault::Damaged(what));
    if text.len() > MOST_CHARACTERS {
        return damaged(format!("found {} characters, expected at most {MOST_CHARACTERS}", text.len()));
    }
    let parts: Vec<&str> = text.split('/').collect();
    if let Some(newer) = parts[0].parse::<u32>().ok().filter(|form| form.to_string() == parts[0] && *form > 1) {
        return Err(Fault::Newer(newer.to_string()));
    }
    if parts[0] != FORM {
        return damaged(format!("found no result that begins with {FORM}/, expected one"));
    }
    if parts.len() < PARTS {
        return damaged(format!("found {} of {PARTS} parts, the link seems to be cut off", parts.len()));
    }
    let found = parts[parts.len() - 1];
    let expected = checksum(&text[..text.len() - found.len()]);
    if found.len() < expected.len() && expected.starts_with(found) {
        return damaged(format!("found {} of {} characters of its checksum, the link seems to be cut off", found.len(), expected.len()));
    }
    if found != expected {
        return damaged("its checksum does not fit, so a character was changed, added or lost on the way".to_owned());
    }
    Ok(parts)
}

/// Thirty-two bits over all that stands before: of four billion slips one goes unnoticed.
fn checksum(text: &str) -> String {
    letters::hash(&[text.as_bytes()])[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_place(text: &str) -> Option<Place> {
    match text.split_once(':') {
        None if text == "cpu" => Some(Place::cpu()),
        None if text == "webgpu" => Some(Place::webgpu("")),
        Some(("webgpu", adapter)) => Some(Place::webgpu(adapter)),
        _ => None,
    }
}

fn read_program(text: &str) -> Option<(String, u32)> {
    let (version, revision) = text.rsplit_once('-')?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
    (!version.is_empty() && version.len() <= 20 && version.bytes().all(is_plain)).then_some(())?;
    Some((version.to_owned(), revision.parse().ok()?))
}

fn arm_text(ArmOutcome { means, diverged }: &ArmOutcome) -> String {
    let means = means.map_or(String::new(), |means| means.map(decimal).join(","));
    if *diverged == 0 { means } else { format!("{means}@{diverged}") }
}

fn read_arm(text: &str) -> Option<ArmOutcome> {
    let (means, diverged) = text.split_once('@').unwrap_or((text, "0"));
    let diverged: u32 = diverged.parse().ok()?;
    if means.is_empty() {
        return (diverged > 0).then_some(ArmOutcome { means: None, diverged });
    }
    let values: Vec<f64> = means.split(',').map(|value| value.parse().ok()).collect::<Option<_>>()?;
    let means: [f64; 4] = values.try_into().ok()?;
    let is_good = |(at, value): (usize, &f64)| value.is_finite() && !value.is_sign_negative() && (!is_accuracy(at) || *value <= 1.0);
    means.iter().enumerate().all(is_good).then_some(ArmOutcome { means: Some(means), diverged })
}

fn finals_text(finals: Finals) -> String {
    match finals {
        Finals::LeftOut => String::new(),
        Finals::Diverged => DIVERGED.to_owned(),
        Finals::Measured(measures) => codes_text(measures),
    }
}

fn codes_text(measures: [f64; 4]) -> String {
    measures.iter().enumerate().map(|(at, &value)| letters::write(code(at, value), CODE_LETTERS)).collect()
}

fn read_codes(text: &str) -> Option<[f64; 4]> {
    let mut measures = [0.0; 4];
    for (at, measure) in measures.iter_mut().enumerate() {
        let found = letters::read(text.get(at * CODE_LETTERS..(at + 1) * CODE_LETTERS)?)?;
        *measure = is_code(at, found).then(|| decode(at, found))?;
    }
    Some(measures)
}

fn read_runs(text: &str, count: usize) -> Option<Vec<RunOutcome>> {
    if text == NOTHING {
        return Some(Vec::new());
    }
    let width = text.len() / count.max(1);
    let read = |entry: &str| {
        let (mark, rest) = entry.split_at_checked(MARK_LETTERS)?;
        let finals = match rest {
            "" => Finals::LeftOut,
            DIVERGED => Finals::Diverged,
            measures => Finals::Measured(read_codes(measures)?),
        };
        letters::are(mark, MARK_LETTERS).then(|| RunOutcome { mark: mark.to_owned(), finals })
    };
    let has_width = text.len() == width * count && [MARK_LETTERS, MARK_LETTERS + CODES].contains(&width);
    pieces(text, has_width.then_some(width)?)?.into_iter().map(read).collect()
}

fn read_points(text: &str, arm_count: usize, step_count: usize) -> Option<Vec<Vec<Option<[f64; 4]>>>> {
    if text == NOTHING {
        return Some(Vec::new());
    }
    let read = |entry: &str| if entry == DIVERGED { Some(None) } else { read_codes(entry).map(Some) };
    let means: Vec<Option<[f64; 4]>> = pieces(text, CODES)?.into_iter().map(read).collect::<Option<_>>()?;
    (means.len() == arm_count * step_count).then(|| means.chunks(step_count.max(1)).map(<[_]>::to_vec).collect())
}

/// A text of plain letters in pieces of one width.
fn pieces(text: &str, width: usize) -> Option<Vec<&str>> {
    let is_whole = text.is_ascii() && text.len().is_multiple_of(width);
    is_whole.then(|| (0..text.len() / width).map(|at| &text[at * width..(at + 1) * width]).collect())
}
