//! What a worker needs: a device with its data, sessions that train runs on it, and inspections that look into one.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Reflect, Uint8Array};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::dataset::Examples;
use crate::experiment::{
    Checkpoint, Checkpoints, Correlations, HeldWeights, Inspection as Inspected, MaskDraws, MaskedExample, PassSummary, PicturePrediction,
    Predictions, Report, Share, TrainingData, parse_run,
};
use crate::model::{Device, DeviceReport};
use crate::spec::{DeviceChoice, Opened, PIXELS, RunSpec, Spec};

#[expect(unsafe_code, reason = "naming the constructors keeps the linker from running them again at every call")]
mod constructors {
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }

    /// Runs the module's constructors, once. CubeCL's compiler registers its operations through them.
    pub(super) fn run() {
        // SAFETY: called once, from the start function, before anything else of the module runs.
        unsafe { __wasm_call_ctors() }
    }
}

#[wasm_bindgen]
extern "C" {
    /// The clock of the worker (or page) that the module runs in: milliseconds since it began.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// Runs once when the module is instantiated.
#[wasm_bindgen(start)]
pub fn start() {
    constructors::run();
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        // JavaScript sees no more than that an instruction was unreachable; the reason lies where the worker looks for it.
        let reason = panic.payload_as_str().unwrap_or("no reason given");
        // Where even that fails, the console has it.
        let _ = Reflect::set(&js_sys::global(), &"trainer_panic".into(), &reason.into());
    }));
}

/// A device with the data on it: one for each worker.
#[wasm_bindgen]
pub struct Trainer {
    device: Device,
    report: DeviceReport,
    data: Option<TrainingData>,
}

#[wasm_bindgen]
impl Trainer {
    /// Opens the device that `choice` (auto, webgpu, cpu) asks for, or the CPU with the reason why it must be.
    pub async fn open(choice: String) -> Result<Self, JsError> {
        let choice = match choice.as_str() {
            "auto" => DeviceChoice::Auto,
            "webgpu" => DeviceChoice::Webgpu,
            "cpu" => DeviceChoice::Cpu,
            _ => return Err(JsError::new(&format!("device: found {choice:?}, expected auto, webgpu or cpu"))),
        };
        let (device, report) = Device::choose(choice).await;
        Ok(Self { device, report, data: None })
    }

    /// Which device it is, and why.
    pub fn device(&self) -> Result<Ts<DeviceReport>, JsError> {
        Ok(self.report.clone().into_ts()?)
    }

    /// Brings both splits to the device; sessions started before keep theirs.
    pub fn set_data(
        &mut self,
        train_pixels: &Uint8Array,
        train_labels: &Uint8Array,
        test_pixels: &Uint8Array,
        test_labels: &Uint8Array,
    ) -> Result<(), JsError> {
        let train = split("training", train_pixels, train_labels)?;
        let test = split("test", test_pixels, test_labels)?;
        self.data = Some(TrainingData::new(&train, &test, &self.device));
        Ok(())
    }

    /// Starts these runs (`arm/replicate`) of the experiment that `link` stands for.
    pub fn start(&self, link: &str, runs: Vec<String>) -> Result<Session, JsError> {
        let data = self.data.clone().ok_or_else(|| JsError::new("found no data, expected set_data first"))?;
        let spec = spec_of(link)?;
        let runs: Vec<RunSpec> = runs.iter().map(|name| parse_run(&spec, name)).collect::<Result<_, _>>().map_err(error)?;
        let share = Share::start(&spec, runs, &data, &self.device).map_err(error)?;
        Ok(Session { spec, share: Rc::new(RefCell::new(Some(share))) })
    }

    /// As `start`, but each run goes on from the checkpoint at the same place, or begins at step 0 where that is empty.
    pub fn go_on(&self, link: &str, runs: Vec<String>, checkpoints: Vec<Uint8Array>) -> Result<Session, JsError> {
        let data = self.data.clone().ok_or_else(|| JsError::new("found no data, expected set_data first"))?;
        let spec = spec_of(link)?;
        let mut begun = Vec::with_capacity(runs.len());
        for (at, name) in runs.iter().enumerate() {
            let run = parse_run(&spec, name).map_err(error)?;
            let bytes = checkpoints.get(at).map(Uint8Array::to_vec).filter(|bytes| !bytes.is_empty());
            let checkpoint = bytes.map(|bytes| Checkpoint::read(&bytes, &spec, &run)).transpose().map_err(error)?;
            begun.push((run, checkpoint));
        }
        let share = Share::go_on(&spec, begun, &data, &self.device).map_err(error)?;
        Ok(Session { spec, share: Rc::new(RefCell::new(Some(share))) })
    }

    /// The network of one run (`arm/replicate`) of the experiment that `link` stands for, at step 0.
    pub fn inspect(&self, link: &str, run: &str) -> Result<Inspection, JsError> {
        let data = self.data.clone().ok_or_else(|| JsError::new("found no data, expected set_data first"))?;
        let spec = spec_of(link)?;
        let run = parse_run(&spec, run).map_err(error)?;
        let inspected = Inspected::start(spec, run, data, &self.device).map_err(error)?;
        Ok(Inspection { inspected: Rc::new(RefCell::new(Some(inspected))) })
    }
}

/// Runs in training. Not asking it to advance is pause; freeing it is cancel.
#[wasm_bindgen]
pub struct Session {
    spec: Spec,
    /// Empty while a slice of work is under way.
    share: Rc<RefCell<Option<Share>>>,
}

#[wasm_bindgen]
impl Session {
    /// Does up to `units` units of work, up to step `until` and its evaluation there.
    pub async fn advance(&self, units: u32, until: u32) -> Result<Ts<Report>, JsError> {
        let mut share = self.share.take().ok_or_else(busy)?;
        let report = share.advance(units, until, &performance_now).await;
        self.share.replace(Some(share));
        Ok(report.map_err(error)?.into_ts()?)
    }

    /// Forgets all runs but these (`arm/replicate`); their weights are gone.
    pub fn retain(&self, runs: Vec<String>) -> Result<(), JsError> {
        self.with(|share| {
            share.retain(|run| runs.contains(&format!("{}/{}", run.arm, run.replicate)));
            Ok(())
        })
    }

    /// Goes on under a link that differs only in what is still to come.
    pub fn update(&self, link: &str) -> Result<(), JsError> {
        let spec = spec_of(link)?;
        self.with(|share| share.update(&spec))
    }

    /// The weights of a run (`arm/replicate`) at the step it has reached; none where it is no longer trained here.
    pub async fn weights(&self, run: String) -> Result<Option<Weights>, JsError> {
        let run = parse_run(&self.spec, &run).map_err(error)?;
        let share = self.share.take().ok_or_else(busy)?;
        let held = share.held_weights(run.arm, run.replicate).await;
        self.share.replace(Some(share));
        Ok(held.map_err(error)?.map(Weights))
    }

    /// Where each run is that is still trained, for `go_on`.
    pub async fn checkpoints(&self) -> Result<Ts<Checkpoints>, JsError> {
        let share = self.share.take().ok_or_else(busy)?;
        let kept = share.checkpoints().await;
        self.share.replace(Some(share));
        Ok(kept.map_err(error)?.into_ts()?)
    }

    fn with(&self, change: impl FnOnce(&mut Share) -> Result<(), String>) -> Result<(), JsError> {
        change(self.share.borrow_mut().as_mut().ok_or_else(busy)?).map_err(error)
    }
}

/// The weights of a run at one step.
#[wasm_bindgen]
pub struct Weights(HeldWeights);

#[wasm_bindgen]
impl Weights {
    /// Steps trained before.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn step(&self) -> u32 {
        self.0.step
    }

    /// A copy of all weights and biases, layer by layer.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn weights(&self) -> Vec<f32> {
        self.0.weights.clone()
    }
}

/// A network to look into; freeing it ends the look.
#[wasm_bindgen]
pub struct Inspection {
    /// Empty while a look is under way.
    inspected: Rc<RefCell<Option<Inspected>>>,
}

/// Takes the network for the time of one look, and puts it back.
macro_rules! look {
    ($self:ident, |$inspected:ident| $look:expr) => {{
        #[allow(unused_mut, reason = "some looks change the network, most do not")]
        let mut $inspected = $self.inspected.take().ok_or_else(busy)?;
        let found = $look;
        $self.inspected.replace(Some($inspected));
        found.map_err(error)?
    }};
}

#[wasm_bindgen]
impl Inspection {
    /// Goes on from the weights that the same run had elsewhere at `step`.
    pub fn resume(&self, step: u32, weights: Vec<f32>) -> Result<(), JsError> {
        look!(self, |inspected| inspected.resume(&HeldWeights { step, weights }));
        Ok(())
    }

    /// Does up to `units` units of work, up to step `until` and its evaluation there.
    pub async fn advance(&self, units: u32, until: u32) -> Result<Ts<Report>, JsError> {
        Ok(look!(self, |inspected| inspected.advance(units, until).await).into_ts()?)
    }

    /// Trains one batch, unless training is over; tells the step after it.
    pub async fn train_batch(&self) -> Result<u32, JsError> {
        Ok(look!(self, |inspected| inspected.train_batch().await))
    }

    /// Steps trained so far.
    pub fn step(&self) -> Result<u32, JsError> {
        Ok(self.inspected.borrow().as_ref().ok_or_else(busy)?.step())
    }

    /// The example at place `row` of the batch that is trained next, under its masks.
    pub async fn masked_example(&self, row: u32) -> Result<Ts<MaskedExample>, JsError> {
        Ok(look!(self, |inspected| inspected.masked_example(row).await).into_ts()?)
    }

    /// What hidden layer `layer` (from 1) makes of a test example under `draws` masks, others for each `first`.
    pub async fn expectation(&self, example: u32, layer: usize, first: u32, draws: u32) -> Result<Ts<MaskDraws>, JsError> {
        Ok(look!(self, |inspected| inspected.expectation(example, layer, first, draws).await).into_ts()?)
    }

    /// The weights into the first hidden layer: 784 rows of its width.
    pub async fn first_layer(&self) -> Result<Vec<f32>, JsError> {
        Ok(look!(self, |inspected| inspected.first_layer().await))
    }

    /// Correlations between the first `units` units of hidden layer `layer` (from 1) over test examples.
    pub async fn correlations(&self, layer: usize, units: usize) -> Result<Ts<Correlations>, JsError> {
        Ok(look!(self, |inspected| inspected.correlations(layer, units).await).into_ts()?)
    }

    /// What the network says of the test examples, masks off.
    pub async fn predictions(&self) -> Result<Ts<Predictions>, JsError> {
        Ok(look!(self, |inspected| inspected.predictions().await).into_ts()?)
    }

    /// Forgets the masked passes so far; those that follow scale what they keep by 1 / `keep_prob`, or leave it as it is.
    pub fn begin_passes(&self, scaled: bool) -> Result<(), JsError> {
        look!(self, |inspected| {
            inspected.begin_passes(scaled);
            Ok(())
        });
        Ok(())
    }

    /// One more masked pass over the test examples.
    pub async fn next_pass(&self) -> Result<Ts<PassSummary>, JsError> {
        Ok(look!(self, |inspected| inspected.next_pass().await).into_ts()?)
    }

    /// What the network says of a picture of 784 bytes, and under so many masks.
    pub async fn picture(&self, pixels: Vec<u8>, passes: u32, scaled: bool) -> Result<Ts<PicturePrediction>, JsError> {
        Ok(look!(self, |inspected| inspected.picture(pixels, passes, scaled).await).into_ts()?)
    }
}

/// The spec of a link that the page wrote, hence a clean one: anything else would train another experiment than the one asked for.
fn spec_of(link: &str) -> Result<Spec, JsError> {
    let Opened { spec, notices, .. } = Opened::from_link(link);
    match notices.first() {
        None => Ok(spec),
        Some(notice) => Err(JsError::new(&format!("found a link that cannot be used as it stands, expected a clean one: {notice}"))),
    }
}

fn split(name: &str, pixels: &Uint8Array, labels: &Uint8Array) -> Result<Examples, JsError> {
    let examples = Examples { pixels: pixels.to_vec(), labels: labels.to_vec() };
    let (found, expected) = (examples.pixels.len(), examples.count() * PIXELS);
    if found == expected {
        return Ok(examples);
    }
    Err(JsError::new(&format!("{name} split: found {found} pixels, expected {expected}, {PIXELS} for each label")))
}

fn busy() -> JsError {
    JsError::new("still at what was last asked, expected to be asked after that")
}

fn error(message: String) -> JsError {
    JsError::new(&message)
}
