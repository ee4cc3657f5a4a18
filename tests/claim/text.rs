//! The text of a claim: read as written, short enough for a link, and damage told from another result.

use dropout_lab::claim::{Claim, Detail, Fault, MOST_CHARACTERS, Outcome, Place, REVISION, ToldClaim, VERSION};
use dropout_lab::spec::{Opened, encode};

use crate::made::{LINK, claim, forged, part, plain, spec};

#[test]
fn what_was_written_is_read_back_at_every_detail() {
    for link in [LINK, "v=1&replicates=1&epochs=1&train=256&test=100", "v=1&replicates=3&epochs=2&evals=3&probes=1"] {
        let spec = spec(link);
        for detail in [Detail::All, Detail::Runs, Detail::Marks, Detail::Arms] {
            for place in [Place::cpu(), Place::webgpu(""), Place::webgpu("NVIDIA GeForce RTX 4090 (0x2684) with more words")] {
                let told = Claim { place, ..claim(&spec, &plain(&spec)) }.with_detail(detail);
                let text = told.text(&spec);
                let read = Claim::read(&text, &spec).expect("it was written so");
                assert_eq!((read.text(&spec), read.detail()), (text, detail), "{link}");
                assert_eq!(read, Claim::read(&read.text(&spec), &spec).expect("it was written so"));
            }
        }
    }
}

#[test]
fn the_text_of_a_known_outcome_is_known() {
    let spec = spec("v=1&data=synthetic&train=64&test=64&hidden=4&batch=32&epochs=1&replicates=1");
    let text = claim(&spec, &plain(&spec)).text(&spec);
    assert_eq!(
        text,
        "1/cpu/0.1.0-1/htXrE9/_m3zeerlz8Tb6Sh3/0.46298,0.80211,0.48441,0.79469;0.50951,0.83638,0.48836,0.82907/JrfdozVbffAy3BavfgT1h0ffQ1D3/gCzMDLgCxMWCgCrLklgCxKNY/9cfe606a",
        "the form has changed: links that were passed on can no longer be read, so it needs another version"
    );
}

#[test]
fn a_link_needs_no_encoding_and_keeps_its_claim() {
    let spec = spec(LINK);
    let plain_link = format!("https://example.org/lab/#{LINK}&lesson=first");
    let link = claim(&spec, &plain(&spec)).link(&spec, &plain_link).expect("there is room");
    let opened = Opened::from_link(&link);
    assert_eq!(encode(&opened.claim), opened.claim);
    assert!(opened.notices.is_empty(), "{:?}", opened.notices);
    assert_eq!(Claim::read(&opened.claim, &opened.spec).map(|claim| claim.detail()), Ok(Detail::All));
    // A chat program may encode it nevertheless.
    let encoded: String = link.chars().map(|c| if c == '/' { "%2F".to_owned() } else { c.to_string() }).collect();
    assert_eq!(Opened::from_link(&encoded).claim, opened.claim);
}

#[test]
fn no_link_is_longer_than_two_thousand_characters_and_detail_goes_in_a_fixed_order() {
    let pins = |count: usize, name: &str| (0..count).map(|at| format!("{name}{at}:0,0.{at}1,0.5")).collect::<Vec<_>>().join(";");
    let mut details = Vec::new();
    for (arms, replicates) in [(1, 4), (1, 40), (1, 45), (6, 5), (6, 20), (6, 50)] {
        let spec = spec(&format!("v=1&train=512&test=100&hidden=8,8&epochs=5&pin={}&replicates={replicates}", pins(arms, "arm")));
        let made = claim(&spec, &plain(&spec));
        let link = made.link(&spec, &format!("https://somebody.example.org/dropout-lab/#{}", spec.to_link())).expect("there is room");
        assert!(link.len() <= MOST_CHARACTERS, "{arms} pinned arms, {replicates} replicates: {} characters", link.len());
        let read = Claim::read(&Opened::from_link(&link).claim, &spec).expect("it was written so");
        let told = ToldClaim::of(&Ok(read.clone()), &spec).sentences.join(" ");
        assert_eq!(told.contains("leaves out"), read.detail() != Detail::All, "{told}");
        details.push(read.detail());
    }
    assert_eq!(details, [Detail::All, Detail::Runs, Detail::Marks, Detail::All, Detail::Marks, Detail::Marks]);
}

#[test]
fn settings_that_take_all_the_room_leave_a_sentence() {
    let long = "0.12345678901234567";
    let then: Vec<String> = (1..=32).map(|step| format!("{step}:{long},{long},{long}")).collect();
    let spec = spec(&format!("v=1&train=512&test=100&epochs=100&replicates=2&then={}", then.join(";")));
    let refused = claim(&spec, &plain(&spec)).link(&spec, &spec.to_link()).expect_err("there is no room");
    assert!(refused.contains("characters, expected at most 2000"), "{refused}");
}

#[test]
fn a_claim_that_was_cut_off_or_mistyped_is_told_from_another_result() {
    let spec = spec(LINK);
    let text = claim(&spec, &plain(&spec)).text(&spec);
    for length in 0..text.len() {
        let cut = Claim::read(&text[..length], &spec);
        assert!(matches!(cut, Err(Fault::Damaged(_))), "cut to {length} characters: {cut:?}");
        if length > 2 {
            assert!(cut.is_err_and(|fault| fault.to_string().contains("cut off")), "cut to {length} characters");
        }
        let other = if text.as_bytes()[length] == b'x' { "y" } else { "x" };
        let mistyped = format!("{}{other}{}", &text[..length], &text[length + 1..]);
        assert!(matches!(Claim::read(&mistyped, &spec), Err(Fault::Damaged(_))), "another character at {length}");
    }
    for (text, found) in [("nonsense", "begins with 1/"), ("", "begins with 1/"), ("1/cpu", "2 of 9 parts"), (&"1/".repeat(1500), "3000")] {
        let fault = Claim::read(text, &spec).expect_err("it is none").to_string();
        assert!(fault.starts_with("the result is damaged: found") && fault.contains(found), "{fault}");
    }
}

#[test]
fn numbers_that_cannot_be_are_refused_even_with_a_checksum_that_fits() {
    let spec = spec(LINK);
    let text = claim(&spec, &plain(&spec)).text(&spec);
    let arm = |numbers: &str| forged(&text, part::ARMS, |arms| format!("{numbers};{}", arms.split_once(';').expect("three arms").1));
    let refused = [
        arm("NaN,0.5,0.5,0.5"),
        arm("inf,0.50000,0.50000,0.50000"),
        arm("-0.50000,0.50000,0.50000,0.50000"),
        arm("0.50000,1.50000,0.50000,0.50000"),
        arm("0.5,0.50000,0.50000,0.50000"),
        arm("0.50000,0.50000,0.50000"),
        arm("0.50000,0.50000,0.50000,0.50000@99999999999"),
        forged(&text, part::PLACE, |_| "tpu".to_owned()),
        forged(&text, part::PLACE, |_| "webgpu:Not-Plain".to_owned()),
        forged(&text, part::PROGRAM, |_| "0.1.0".to_owned()),
        forged(&text, part::PROGRAM, |_| "<b>-1".to_owned()),
        forged(&text, part::DIGEST, |digest| digest[1..].to_owned()),
        forged(&text, part::RUNS, |runs| runs[1..].to_owned()),
        forged(&text, part::RUNS, |_| "ä".repeat(84)),
        // A loss that is no number.
        forged(&text, part::RUNS, |runs| format!("{}_8{}", &runs[..2], &runs[4..])),
        forged(&text, part::POINTS, |points| points[12..].to_owned()),
        forged(&text, part::POINTS, |_| String::new()),
    ];
    for text in refused {
        let read = Claim::read(&text, &spec);
        assert!(matches!(read, Err(Fault::Damaged(_))), "{text}: {read:?}");
    }
}

#[test]
fn a_claim_stays_with_its_settings() {
    let first = spec(LINK);
    let text = claim(&first, &plain(&first)).text(&first);
    for (key, value) in [("lr", "0.2"), ("seed", "9"), ("epochs", "5"), ("replicates", "3"), ("pin", ""), ("drop", "0,0.3,0.5")] {
        let read = Claim::read(&text, &first.with(key, value).spec);
        assert_eq!(read, Err(Fault::OtherSettings), "{key}={value}");
    }
    for (key, value) in
        [("device", "cpu"), ("autorun", "1"), ("question", "swap"), ("probes", "1"), ("passes", "3"), ("reference", "treatment")]
    {
        assert!(Claim::read(&text, &first.with(key, value).spec).is_ok(), "{key}={value} changes no curve");
    }
}

#[test]
fn a_claim_of_a_newer_form_says_that_the_page_is_older() {
    let fault = Claim::read("2/whatever/comes", &spec(LINK)).expect_err("this version knows form 1");
    assert_eq!(fault, Fault::Newer("2".to_owned()));
    assert!(
        fault.to_string().contains("found a result in form 2, expected form 1") && fault.to_string().contains("reload the page"),
        "{fault}"
    );
}

#[test]
fn a_claim_says_who_claims_it_and_what_of_each_arm() {
    let spec = spec(LINK);
    let made = Claim { place: Place::webgpu("Apple M3"), ..claim(&spec, &plain(&spec)) };
    let told = ToldClaim::of(&Ok(made), &spec);
    assert!(
        told.sentences[0].contains(&format!("version {VERSION} of Dropout Lab on WebGPU (apple-m3): means over 4 replicates")),
        "{told:?}"
    );
    assert_eq!(
        told.arms.iter().map(|arm| (&*arm.name, arm.means.len())).collect::<Vec<_>>(),
        [("baseline", 4), ("treatment", 4), ("mild", 4)]
    );
    assert!(REVISION > 0 && told.arms[0].means[1].ends_with('%'), "{told:?}");
}

#[test]
fn nothing_is_claimed_before_every_run_has_ended() {
    let spec = spec(LINK);
    let mut curves = plain(&spec);
    curves[3].evaluated.pop();
    assert_eq!(Outcome::of(&spec, &curves).expect_err("one is short"), "found 11 of 12 runs at their end, expected all of them");
    curves.remove(3);
    assert_eq!(Outcome::of(&spec, &curves).expect_err("one is missing"), "found 11 of 12 runs at their end, expected all of them");
}
