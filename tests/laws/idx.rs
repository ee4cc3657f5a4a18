//! IDX files: each fault a sentence that names the file, what was found and what was expected; never a panic.

use dropout_lab::dataset::Examples;
use dropout_lab::spec::PIXELS;
use proptest::prelude::*;

fn images(magic: u32, count: u32, side: u32, body: usize) -> Vec<u8> {
    let header = [magic, count, side, side].map(u32::to_be_bytes).concat();
    [header, vec![7; body]].concat()
}

fn labels(magic: u32, count: u32, body: &[u8]) -> Vec<u8> {
    [[magic, count].map(u32::to_be_bytes).concat(), body.to_vec()].concat()
}

fn read(images: &[u8], labels: &[u8]) -> Result<Examples, String> {
    Examples::from_idx(("images.idx", images), ("labels.idx", labels)).map_err(|error| error.to_string())
}

#[test]
fn a_good_pair_is_read() {
    let examples = read(&images(0x803, 2, 28, 2 * PIXELS), &labels(0x801, 2, &[3, 9])).expect("both are right");
    assert_eq!((examples.count(), examples.labels.as_slice(), examples.pixels.len()), (2, &[3, 9][..], 2 * PIXELS));
}

#[test]
fn each_fault_is_named() {
    let (good_images, good_labels) = (images(0x803, 2, 28, 2 * PIXELS), labels(0x801, 2, &[3, 9]));
    let faults: [(Vec<u8>, Vec<u8>, [&str; 3]); 11] = [
        (good_labels.clone(), good_labels.clone(), ["images.idx", "0x00000801 (these are labels)", "0x00000803"]),
        (good_images.clone(), good_images.clone(), ["labels.idx", "0x00000803 (these are images)", "0x00000801"]),
        (vec![0x1f, 0x8b, 8, 0], good_labels.clone(), ["images.idx", "still compressed", "0x00000803"]),
        (vec![0, 0], good_labels.clone(), ["images.idx", "found 2 bytes", "at least 4"]),
        (images(0x803, 2, 28, 2 * PIXELS - 1), good_labels.clone(), ["images.idx", "truncated file: found 1567", "expected 1568"]),
        (images(0x803, 2, 28, 2 * PIXELS + 1), good_labels.clone(), ["images.idx", "file too long: found 1569", "expected 1568"]),
        (images(0x803, 2, 32, 2 * 32 * 32), good_labels.clone(), ["images.idx", "32 x 32", "28 x 28"]),
        (images(0x803, 0, 28, 0), good_labels.clone(), ["images.idx", "found 0 examples", "at least 1"]),
        (images(0x803, u32::MAX, 28, 0), good_labels, ["images.idx", "found 4294967295 examples", "at most 120000"]),
        (good_images.clone(), labels(0x801, 2, &[3, 10]), ["labels.idx", "label 10 at example 1", "0 to 9"]),
        (good_images, labels(0x801, 3, &[1, 2, 3]), ["labels.idx", "found 3 labels", "expected 2"]),
    ];
    for (images, labels, words) in faults {
        let message = read(&images, &labels).expect_err(words[1]);
        assert!(words.iter().all(|word| message.contains(word)), "{message:?} should contain {words:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn arbitrary_bytes_never_panic(images in bytes(), labels in bytes()) {
        let _either = read(&images, &labels);
    }

    #[test]
    fn what_is_read_is_whole(count in 1_u32..4, cut in 0_usize..40, label in 0_u8..12) {
        let mut file = images(0x803, count, 28, count as usize * PIXELS);
        file.truncate(file.len() - cut);
        let result = read(&file, &labels(0x801, count, &vec![label; count as usize]));
        prop_assert_eq!(result.is_ok(), cut == 0 && label < 10);
    }
}

/// Bytes that are often nearly an IDX file.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let header = (
        prop_oneof![Just(0x803_u32), Just(0x801), any::<u32>()],
        prop_oneof![0_u32..4, any::<u32>()],
        prop_oneof![Just(28_u32), any::<u32>()],
    );
    let tail = prop::collection::vec(any::<u8>(), 0..900);
    let nearly =
        (header, tail).prop_map(|((magic, count, side), tail)| [[magic, count, side, side].map(u32::to_be_bytes).concat(), tail].concat());
    prop_oneof![nearly, prop::collection::vec(any::<u8>(), 0..64)]
}

/// Thousands of cases; `DROPOUT_LAB_FUZZ_CASES` asks for more, as the bench does.
pub(crate) fn cases() -> u32 {
    std::env::var("DROPOUT_LAB_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(4000)
}
