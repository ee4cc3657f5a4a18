//! Batch measures: loss and accuracy of the batches since the epoch began, masks on, weights as before each step.

use dropout_lab::dataset::{epoch_order, synthetic};
use dropout_lab::model::{Batch, Device, DeviceExamples, DeviceLabels, Masks, Network, ScoreSums, Sgd};
use dropout_lab::spec::Arm;
use pollster::block_on;

use crate::support::{SMALL, cohort, finish, spec};

#[test]
fn where_nothing_is_dropped_and_nothing_moves_an_epoch_tells_the_train_accuracy() {
    let spec = spec(&SMALL.replace("drop=0.1,0.3,0.8", "drop=0,0,0&lr=0.0001"));
    let results = finish(&mut cohort(&spec, spec.runs(), &Device::cpu()), u32::MAX);
    for (step, result) in results {
        if step == 0 {
            assert_eq!((result.batch_loss, result.batch_accuracy), (None, None), "nothing was trained before step 0");
            continue;
        }
        assert_eq!(result.batch_accuracy, Some(result.train_accuracy), "step {step}");
        let difference = result.batch_loss.expect("batches were trained") - result.train_loss;
        assert!(difference.abs() < 1e-3, "step {step}: differs by {difference}");
    }
}

#[test]
fn the_sums_are_those_of_the_steps_since_the_epoch_began() {
    let (spec, device) = (spec(&format!("{SMALL}&evals=3&momentum=0.5")), Device::cpu());
    let run = spec.run(Arm::Treatment, 1);
    let found = finish(&mut cohort(&spec, vec![run.clone()], &device), 6);
    let data = synthetic(0, spec.train);
    let (examples, labels) = (DeviceExamples::new(&data, &device), DeviceLabels::shared(&data.labels, &device));
    let masks = Masks::new(&[run.seed], &[&run.drop], &device);
    let sgd = Sgd { lr: spec.lr, momentum: spec.momentum, weight_decay: spec.weight_decay };
    let mut network = Network::new(&spec.widths(), spec.init, spec.lazy, &[run.seed], &device);
    let mut sums = [0.0; 2];
    for (step, (_, result)) in (0..6_u32).zip(&found[1..]) {
        let (epoch, within) = (step / 3, step % 3);
        let order = epoch_order(run.seed, epoch, spec.train);
        let indices = &order[within as usize * 32..(within as usize + 1) * 32];
        let (gradients, scores) = network.gradients(Batch { examples: &examples, labels: &labels, indices }, &masks, step, None);
        network.step(sgd, gradients);
        let score = block_on(ScoreSums::read(vec![(vec![scores.sums()], 32)])).expect("the CPU answers")[0][0];
        sums = if within == 0 { [score.loss, score.accuracy] } else { [sums[0] + score.loss, sums[1] + score.accuracy] };
        let [loss, accuracy] = sums.map(|sum| sum / f64::from(within + 1));
        assert!((result.batch_loss.expect("trained") - loss).abs() < 1e-6, "step {step}: {result:?}, expected {loss}");
        assert!((result.batch_accuracy.expect("trained") - accuracy).abs() < 1e-12, "step {step}: {result:?}, expected {accuracy}");
    }
}

#[test]
fn on_a_fitted_net_dropout_makes_the_batches_look_worse_than_the_training_set() {
    let spec = spec("v=1&data=synthetic&train=640&test=100&hidden=64&batch=64&epochs=12&replicates=1&drop=0.2,0.5&momentum=0.9&lr=0.05");
    let results = finish(&mut cohort(&spec, spec.runs(), &Device::cpu()), u32::MAX);
    let (_, result) = results.iter().rfind(|(_, result)| result.arm == "treatment").expect("the treatment was trained");
    let (loss, accuracy) = (result.batch_loss.expect("trained"), result.batch_accuracy.expect("trained"));
    assert!(result.train_accuracy > 0.85, "the net is fitted, found {result:?}");
    assert!(accuracy < result.train_accuracy - 0.02 && loss > 1.2 * result.train_loss, "{result:?}");
}
