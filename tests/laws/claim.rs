//! The bits of the curves: known for this revision, so that two programs of one revision must agree.

use dropout_lab::claim::{Claim, Evaluated, Outcome, Place, REVISION, RunCurve};
use dropout_lab::model::Device;

use crate::support::{cohort, reports, results, spec};

/// All that draws random numbers or does arithmetic of its own is switched on.
const LINK: &str = "v=1&data=synthetic&train=96&test=64&label_noise=0.1&hidden=12,9&drop=0.1,0.3,0.8&then=4:0,0.5,0.2&momentum=0.5&weight_decay=0.001&batch=32&epochs=3&replicates=2";

#[test]
fn the_bits_of_the_curves_are_those_of_this_revision() {
    let spec = spec(LINK);
    let mut cohort = cohort(&spec, spec.runs(), &Device::cpu());
    let measured = results(&reports(&mut cohort, spec.steps()));
    let curve = |run: &dropout_lab::spec::RunSpec| {
        let own = measured.iter().filter(|(_, result)| (&*result.arm, result.replicate) == (&*run.arm.to_string(), run.replicate));
        let evaluated = own.map(|(step, found)| Evaluated {
            step: *step,
            measures: [found.train_loss, found.train_accuracy, found.test_loss, found.test_accuracy],
        });
        RunCurve { arm: run.arm, replicate: run.replicate, evaluated: evaluated.collect(), diverged_at: None, stopped_at: None }
    };
    let curves: Vec<RunCurve> = spec.runs().iter().map(curve).collect();
    let text = Claim::new(Place::cpu(), Outcome::of(&spec, &curves).expect("all have ended")).text(&spec);
    let digest = text.split('/').nth(4).expect("the digest");
    assert_eq!(
        (REVISION, digest),
        (1, "YDJL6o-UXF3FybQQ"),
        "the same link gives other bits than before: raise REVISION in src/claim/mod.rs and write down the new digest, so that older claims are told so"
    );
}
