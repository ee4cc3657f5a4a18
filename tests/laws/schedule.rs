//! Schedules: a change of the drop probabilities acts from its step on, on the treatment alone.

use dropout_lab::model::Device;

use crate::support::{SMALL, cohort, curve, finish, spec};

#[test]
fn a_change_acts_from_its_step_on_and_not_before() {
    let device = Device::cpu();
    let plain = spec(SMALL);
    let changed = plain.with("then", "5:0,0.5,0.2").spec;
    let [before, after] = [&plain, &changed].map(|spec| finish(&mut cohort(spec, spec.runs(), &device), u32::MAX));
    assert_eq!(curve(&before, "baseline", 1), curve(&after, "baseline", 1));
    let [before, after] = [before, after].map(|results| curve(&results, "treatment", 1));
    // Evaluations at steps 0, 3, 6, 9.
    assert_eq!(before[..2], after[..2]);
    assert_ne!(before[2], after[2]);
}

#[test]
fn a_change_made_on_the_way_equals_one_known_from_the_start() {
    let device = Device::cpu();
    let plain = spec(SMALL);
    let changed = plain.with("then", "4:0.2,0.5,0.2").spec;
    let mut on_the_way = cohort(&plain, plain.runs(), &device);
    let mut results = finish(&mut on_the_way, 4);
    assert_eq!(on_the_way.step(), 4);
    on_the_way.update(changed.clone()).expect("step 4 is still to come");
    results.extend(finish(&mut on_the_way, u32::MAX));
    let whole = finish(&mut cohort(&changed, changed.runs(), &device), u32::MAX);
    assert_eq!(curve(&whole, "treatment", 0), curve(&results, "treatment", 0));
}
