//! Batch order and label noise: permutations, fresh and addressed; noise on as many labels as asked for.

use dropout_lab::dataset::{epoch_order, noisy_labels, synthetic};

#[test]
fn an_order_is_a_permutation_and_fresh_for_each_epoch_and_seed() {
    let order = epoch_order(1, 0, 1000);
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..1000).collect::<Vec<u32>>());
    assert_eq!(order, epoch_order(1, 0, 1000));
    assert_ne!(order, epoch_order(1, 1, 1000));
    assert_ne!(order, epoch_order(2, 0, 1000));
    assert_eq!(epoch_order(1, 0, 1), [0]);
}

#[test]
fn every_example_comes_first_about_as_often() {
    let mut counts = [0_u32; 8];
    (0..8000).for_each(|epoch| counts[epoch_order(3, epoch, 8)[0] as usize] += 1);
    // Binomial with mean 1000 and standard deviation 29.6; bounds at five of them.
    assert!(counts.iter().all(|count| count.abs_diff(1000) < 148), "{counts:?}");
}

#[test]
fn noise_replaces_the_asked_fraction_by_other_classes_each_as_likely() {
    let labels = vec![4_u8; 9000];
    let noisy = noisy_labels(&labels, 0.3, 5);
    let mut counts = [0_u32; 10];
    noisy.iter().for_each(|&label| counts[usize::from(label)] += 1);
    // Kept: mean 6300, standard deviation 43.5; each other class: mean 300, standard deviation 17.
    assert!(counts[4].abs_diff(6300) < 218, "{counts:?}");
    assert!(counts.iter().enumerate().all(|(class, count)| class == 4 || count.abs_diff(300) < 86), "{counts:?}");
}

#[test]
fn more_noise_replaces_a_superset_and_none_replaces_nothing() {
    let labels = synthetic(0, 500).labels;
    assert_eq!(noisy_labels(&labels, 0.0, 5), labels);
    let [some, more] = [0.2, 0.6].map(|fraction| noisy_labels(&labels, fraction, 5));
    let nested = labels.iter().zip(some.iter().zip(&more)).all(|(label, (some, more))| some == label || some == more);
    assert!(nested, "what little noise replaced stays replaced, by the same class");
    assert_ne!(noisy_labels(&labels, 0.2, 6), some, "each replicate has noise of its own");
}
