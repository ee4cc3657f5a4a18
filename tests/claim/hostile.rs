//! A hundred thousand hostile links and claims: whatever they hold, there is an answer and no panic.

use dropout_lab::claim::{Claim, Fault, Place, ToldClaim, compare};
use dropout_lab::spec::{Opened, SETTINGS, explain};

use crate::made::{claim, forged, outcome, plain, spec};

const LINKS: usize = 100_000;
const LINK: &str = "v=1&data=synthetic&train=64&test=64&hidden=4&drop=0,0.5&batch=32&epochs=2&replicates=2";

/// Numbers by xorshift64* (Marsaglia, 2003; Vigna, 2016), from a fixed seed.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next()).expect("48 bits fit") % count
    }

    fn of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len())]
    }
}

/// What makes trouble somewhere.
const PIECES: [&str; 32] = [
    "&",
    "=",
    "#",
    "%",
    "%00",
    "%F0%9F",
    "%2",
    "%2F",
    "/",
    ";",
    ",",
    ":",
    "@",
    "-",
    "_",
    ".",
    "NaN",
    "inf",
    "-0",
    "1e309",
    "4294967296",
    "99999999999999999999",
    "\u{0}",
    "ä",
    "\u{202e}",
    "😀",
    "<img src=x onerror=alert(1)>",
    "result=",
    "v=2",
    "1/cpu/",
    "............",
    " ",
];

/// A text that was changed here and there: letters put in, taken out, exchanged, doubled.
fn mutated(good: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<String> = good.chars().map(String::from).collect();
    if letters.is_empty() {
        return numbers.of(&PIECES).to_owned();
    }
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(letters.len());
        match numbers.below(5) {
            0 => letters.truncate(at + 1),
            1 => letters[at] = numbers.of(&PIECES).to_owned(),
            2 => letters[at] = String::new(),
            3 => letters[at] = letters[numbers.below(letters.len())].clone(),
            _ => letters.insert(at, numbers.of(&PIECES).to_owned()),
        }
    }
    letters.concat()
}

fn random_bytes(numbers: &mut Numbers) -> String {
    let bytes: Vec<u8> = (0..numbers.below(200)).map(|_| u8::try_from(numbers.below(256)).expect("below 256")).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Known keys with values that are too much.
fn pairs(numbers: &mut Numbers) -> String {
    let pair = |numbers: &mut Numbers| {
        let value: String = (0..=numbers.below(5)).map(|_| numbers.of(&PIECES)).collect();
        format!("{}={value}", SETTINGS[numbers.below(SETTINGS.len())].key)
    };
    (0..numbers.below(8)).map(|_| pair(numbers)).collect::<Vec<_>>().join("&")
}

#[test]
fn a_hundred_thousand_hostile_links_and_claims_end_in_an_answer() {
    let first = spec(LINK);
    let found = outcome(&first, &plain(&first));
    let text = claim(&first, &plain(&first)).text(&first);
    let good = format!("{LINK}&result={text}");
    let numbers = &mut Numbers(20_261_130);
    let (mut whole, mut refused) = (0, 0);
    for at in 0..LINKS {
        let link = match at % 5 {
            0 => random_bytes(numbers),
            1 => mutated(&good, numbers),
            2 => format!("{}&result={}", pairs(numbers), mutated(&text, numbers)),
            // A forger makes the checksum fit, so that the numbers themselves are read.
            3 => {
                let parts: Vec<&str> = text.split('/').collect();
                let part = numbers.below(parts.len() - 1);
                let other = mutated(parts[part], numbers);
                format!("{LINK}&result={}", forged(&text, part, |_| other.clone()))
            }
            _ => mutated(&mutated(&good, numbers), numbers),
        };
        let Opened { spec, claim, .. } = Opened::from_link(&link);
        let read = Claim::read(&claim, &spec);
        let told = ToldClaim::of(&read, &spec);
        assert_eq!(told.fault.is_some(), read.is_err(), "{link}");
        match read {
            Ok(claim) => {
                assert_eq!(Claim::read(&claim.text(&spec), &spec).as_ref(), Ok(&claim), "what was read is written as it stood: {link}");
                if spec.runs() == first.runs() && spec.steps() == first.steps() {
                    for here in [Place::cpu(), Place::webgpu("")] {
                        assert!(!compare(&claim, &spec, &found, &here, 0).sentences.is_empty(), "{link}");
                    }
                }
                whole += 1;
            }
            Err(fault) => {
                assert!(
                    matches!(fault, Fault::OtherSettings)
                        || fault.to_string().contains("expected")
                        || fault.to_string().contains("found")
                        || fault.to_string().contains("checksum"),
                    "{fault}"
                );
                refused += 1;
            }
        }
        if at % 50 == 0 {
            assert!(!explain(&spec).is_empty());
        }
    }
    assert!(whole > LINKS / 100 && refused > LINKS / 2, "both were tried: {whole} whole claims, {refused} refused");
}
