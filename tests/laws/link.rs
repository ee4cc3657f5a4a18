//! Links: what was written is read back; hostile links end in a valid spec with notices.

use dropout_lab::spec::{Arm, CARDS, Kind, Notice, Opened, PARTS, PRESENTATION_KEYS, PRESETS, SETTINGS, Spec, explain};
use proptest::prelude::*;

use crate::idx::cases;

#[test]
fn the_default_is_the_shortest_link() {
    assert_eq!(Spec::default().to_link(), "v=1");
    let opened = Opened::from_link("");
    assert_eq!((opened.spec, opened.notices), (Spec::default(), Vec::new()));
}

#[test]
fn how_the_page_shows_an_experiment_is_no_part_of_it_and_is_written_back() {
    let link = "v=1&epochs=3&hide=lr,momentum&lock=drop&embed=1&lesson=first&lang=de&result=1;cpu";
    let Opened { spec, presentation, claim, notices } = Opened::from_link(link);
    assert_eq!((spec.to_link(), notices), ("v=1&epochs=3".to_owned(), Vec::new()));
    assert_eq!(presentation.to_link(), "hide=lr,momentum&lock=drop&embed=1&lesson=first&lang=de");
    assert_eq!(claim, "1;cpu");
    let refused = Opened::from_link("embed=yes");
    assert_eq!(refused.notices[0].to_string(), "embed: found \"yes\", expected 0 or 1; uses 0");
    assert_eq!(refused.presentation.to_link(), "");
}

#[test]
fn what_is_hidden_or_locked_is_a_setting_or_a_part_and_other_names_are_said_to_be_unknown() {
    let keys = SETTINGS.iter().map(|row| row.key);
    for name in keys.chain(PARTS.iter().map(|part| part.name)) {
        let Opened { presentation, notices, .. } = Opened::from_link(&format!("hide={name}&lock={name}"));
        assert_eq!((presentation.hide, presentation.lock, notices), (vec![name.to_owned()], vec![name.to_owned()], Vec::new()));
    }
    let opened = Opened::from_link("hide=lr,charts,lrr,lr,<b>,&lock=nothing");
    assert_eq!(opened.presentation.hide, ["lr", "charts"]);
    assert_eq!(opened.presentation.to_link(), "hide=lr,charts");
    let notices: Vec<String> = opened.notices.iter().map(ToString::to_string).collect();
    assert!(notices[0].starts_with("hide: found \"lrr,<b>\", expected a setting's key or one of intro, questions, "), "{}", notices[0]);
    assert!(notices[0].ends_with(", history; uses lr,charts"), "{}", notices[0]);
    assert!(notices[1].starts_with("lock: found \"nothing\", expected ") && notices[1].ends_with("; uses none"), "{}", notices[1]);
}

#[test]
fn a_part_is_locked_with_the_settings_that_are_changed_there() {
    let locked = |names: &str| Opened::from_link(&format!("lock={names}")).presentation.locked.join(" ");
    assert_eq!(locked("lr,run,charts"), "lr");
    assert_eq!(locked("network"), "drop then");
    assert_eq!(locked("arms"), "pin reference");
    let settings = locked("settings");
    assert!(settings.starts_with("data train") && settings.ends_with("autorun") && !settings.contains("drop"), "{settings}");
    assert_eq!(locked("experiment"), settings);
}

#[test]
fn locked_settings_stay_whatever_another_link_says_and_that_is_said() {
    let held = Opened::from_link("lr=0.2&drop=0,0.1,0.2&pin=0,0.5,0.5").spec;
    let keys = |names: &str| names.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let holding = |link: &str, names: &str| {
        let Opened { spec, notices, .. } = Opened::from_link(link).holding(&held, &keys(names));
        (spec.to_link(), notices.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(holding("lr=0.2&epochs=5", "lr"), ("v=1&lr=0.2&epochs=5".to_owned(), Vec::new()));
    let (link, notices) = holding("lr=0.5&epochs=5&drop=0,0.9,0.9", "lr pin drop");
    assert_eq!(link, "v=1&drop=0,0.1,0.2&pin=0,0.5,0.5&lr=0.2&epochs=5");
    assert_eq!(
        notices,
        [
            "drop: found \"0,0.9,0.9\", but the link of this page locks it; keeps 0,0.1,0.2",
            "pin: found \"\", but the link of this page locks it; keeps 0,0.5,0.5",
            "lr: found \"0.5\", but the link of this page locks it; keeps 0.2",
        ]
    );
    let (link, notices) = holding("hidden=64&drop=0,0.1", "drop");
    assert_eq!(link, "v=1&hidden=64&drop=0,0.1");
    assert_eq!(notices, ["drop: found 3 probabilities, expected 2 (input and 1 hidden); fitted"]);
}

#[test]
fn keys_come_in_the_order_of_the_contract() {
    let keys: Vec<&str> = SETTINGS.iter().map(|row| row.key).collect();
    let contract = "data train test label_noise hidden drop then pin reference lr momentum weight_decay batch epochs patience replicates seed evals probes passes init lazy device autorun question";
    assert_eq!(keys.join(" "), contract);
}

#[test]
fn lazy_units_are_read_clamped_or_refused() {
    let opened = |text: &str| Opened::from_link(&format!("lazy={text}"));
    assert_eq!((opened("2:0.01").spec.lazy.units, opened("2:0.01").spec.lazy.factor), (2, 0.01));
    assert_eq!(opened("2000:0.5").spec.to_link(), "v=1&lazy=1024:0.5");
    for nobody in ["0:0.5", "3:1", "3:2"] {
        assert_eq!(opened(nobody).spec, Spec::default(), "{nobody}: no unit is lazy, so this is the experiment without");
    }
    for refused in ["2", "2:", ":0.5", "a:0.5", "2:NaN", "1:2:3"] {
        let Opened { spec, notices, .. } = opened(refused);
        assert_eq!((spec, notices.len()), (Spec::default(), 1), "{refused}");
        assert!(notices[0].message.contains("expected count:factor"), "{refused}: {notices:?}");
    }
}

#[test]
fn presets_are_clean_and_canonical() {
    for preset in PRESETS {
        let Opened { spec, notices, .. } = Opened::from_link(preset.link);
        assert!(notices.is_empty(), "{}: {notices:?}", preset.name);
        assert!(!explain(&spec).is_empty());
    }
}

#[test]
fn cards_are_clean_and_ask_their_own_question() {
    for card in CARDS {
        for link in [card.link, card.full_link] {
            let Opened { spec, notices, .. } = Opened::from_link(link);
            assert!(notices.is_empty(), "{}: {notices:?}", card.title);
            assert_eq!(spec.question, card.question);
        }
        assert_eq!(Opened::from_link(card.full_link).spec.train, 60_000, "{}", card.title);
    }
}

#[test]
fn pinned_arms_have_names_and_seeds() {
    let opened = Opened::from_link("pin=the%20same%20again:0,0.5,0.5@77;0,0.1,0.2&replicates=2");
    assert!(opened.notices.is_empty(), "{:?}", opened.notices);
    let spec = opened.spec;
    assert_eq!(spec.to_link(), "v=1&pin=the%20same%20again:0,0.5,0.5@77;0,0.1,0.2&replicates=2");
    assert_eq!([2, 3].map(|at| spec.arm_name(spec.arms()[at])), ["the same again", "pinned 2"]);
    assert_eq!(spec.run(Arm::Pinned(0), 1).seed, 78);
    assert_eq!(spec.run(Arm::Pinned(1), 1).seed, 2);
    assert!(!spec.are_paired(Arm::Treatment, Arm::Pinned(0)) && spec.are_paired(Arm::Treatment, Arm::Pinned(1)));
    assert_eq!(spec.twins(), Some([Arm::Treatment, Arm::Pinned(0)]));
    assert_eq!(spec.with("pin", "0,0.5,0.5").spec.twins(), None, "the same seeds are the same runs");
}

#[test]
fn a_whole_address_is_read_from_its_hash_on_even_when_encoded() {
    let opened = Opened::from_link("https://example.org/lab/?a=b#v=1&drop=0.1%2C0.2%2C0.5&then=62%3A0,0,0");
    assert!(opened.notices.is_empty(), "{:?}", opened.notices);
    assert_eq!(opened.spec.to_link(), "v=1&drop=0.1,0.2,0.5&then=62:0,0,0");
}

#[test]
fn faults_are_named_with_what_was_found_and_what_is_used() {
    let cases = [
        ("lr=abc", "lr: found \"abc\", expected a number from 0.0001 to 10; uses 0.1"),
        ("lr=NaN", "lr: found \"NaN\", expected a number from 0.0001 to 10; uses 0.1"),
        ("lr=inf", "lr: found \"inf\", expected a number from 0.0001 to 10; uses 0.1"),
        ("train=1e9", "train: found \"1e9\", expected a whole number from 1 to 60000; uses 60000"),
        ("epochs=2.4", "epochs: found \"2.4\", expected a whole number from 1 to 1000; uses 2"),
        ("device=tpu", "device: found \"tpu\", expected auto or webgpu or cpu; uses auto"),
        ("drop=0,1,0", "drop: found \"0,1,0\", expected probabilities from 0 to 0.99, joined by commas; uses 0,0.99,0"),
        ("drop=0.5", "drop: found 1 probabilities, expected 3 (input and 2 hidden); fitted"),
        ("autorun=yes", "autorun: found \"yes\", expected 0 or 1; uses 0"),
        ("dropout=0.5", "dropout: unknown setting, its value \"0.5\" is ignored"),
        ("lr=0.2&lr=0.3", "lr: given twice, the later \"0.3\" is ignored"),
        (
            "pin=a<b>:0,0.1,0.1",
            "pin: found \"a<b>:0,0.1,0.1\", expected names of at most 24 letters, digits, spaces or -_./()', none of them baseline or treatment; uses ab:0,0.1,0.1",
        ),
        (
            "pin=0,0.1,0.1@x",
            "pin: found \"0,0.1,0.1@x\", expected name:drop probabilities@seed, the seed a whole number from 0 to 4294967295; uses none",
        ),
        ("pin=0,0.5,0.5@3", "pin: found seed 3 for pinned-1, some of whose 5 replicates share the seeds of another arm; uses 1000003"),
        ("reference=pinned-2&pin=0,0.1,0.1", "reference: found pinned-2, expected one of 1 pinned arms; uses baseline"),
        ("hidden=1024,1024,1024,1024&replicates=50", "replicates: found 50; 2 arms of this network take 97 MB for each replicate; uses 16"),
        (
            "v=2",
            "v: found version 2, expected 1: this version of Dropout Lab is older than the link, so reload the page or update the program; what it knows of the link is used",
        ),
    ];
    for (link, expected) in cases {
        let notices: Vec<String> = Opened::from_link(link).notices.iter().map(ToString::to_string).collect();
        assert_eq!(notices, [expected], "link {link}");
    }
}

#[test]
fn widths_take_their_drop_probabilities_along() {
    assert_eq!(Opened::from_link("hidden=64").spec.drop.probs().len(), 2);
    assert_eq!(Opened::from_link("hidden=64,32,16&drop=0,0.1,0.2,0.3").spec.drop.probs(), [0.0, 0.1, 0.2, 0.3]);
}

#[test]
fn evaluations_are_even_and_end_each_epoch() {
    let spec = Opened::from_link("train=1000&batch=100&evals=3").spec;
    let mut steps = vec![0];
    while steps.len() < 7 {
        steps.push(spec.evaluation_after(steps[steps.len() - 1]));
    }
    assert_eq!(steps, [0, 3, 6, 10, 13, 16, 20]);
    let often = Opened::from_link("train=300&batch=100&evals=50").spec;
    assert_eq!([0, 1, 2].map(|step| often.evaluation_after(step)), [1, 2, 3]);
}

#[test]
fn the_run_key_names_what_a_curve_depends_on() {
    let spec = Spec::default();
    let key = |spec: &Spec| spec.run_key(&spec.runs()[1]);
    for (setting, value) in [("epochs", "99"), ("replicates", "2"), ("device", "cpu"), ("autorun", "1"), ("pin", "0,0.1,0.1")] {
        assert_eq!(key(&spec), key(&spec.with(setting, value).spec), "{setting} does not change a curve");
    }
    for (setting, value) in [
        ("lr", "0.3"),
        ("seed", "9"),
        ("drop", "0,0.1,0.1"),
        ("train", "500"),
        ("then", "5:0,0,0"),
        ("init", "normal"),
        ("evals", "2"),
        ("lazy", "2:0.01"),
    ] {
        assert_ne!(key(&spec), key(&spec.with(setting, value).spec), "{setting} changes a curve");
    }
    for (setting, value) in [("probes", "1"), ("passes", "3")] {
        assert_ne!(key(&spec), key(&spec.with(setting, value).spec), "{setting} changes what is measured of a run");
    }
}

/// A text that a row accepts as it is.
fn good_text(row: usize) -> BoxedStrategy<String> {
    let prob = || (0_u32..=99).prop_map(|percent| (f64::from(percent) / 100.0).to_string());
    let drop = move || prop::collection::vec(prob(), 3).prop_map(|probs| probs.join(","));
    match (SETTINGS[row].key, SETTINGS[row].kind) {
        ("hidden", _) => prop::collection::vec(1_u32..=1024, 2).prop_map(|widths| format!("{},{}", widths[0], widths[1])).boxed(),
        ("drop", _) => drop().boxed(),
        ("pin", _) => {
            let name = prop_oneof![Just(String::new()), "[a-zA-Z0-9äλ][a-z ./-]{0,8}[a-z]:"];
            let seed = prop_oneof![Just(String::new()), any::<u32>().prop_map(|seed| format!("@{seed}"))];
            let arm = (name, drop(), seed).prop_map(|(name, drop, seed)| format!("{name}{drop}{seed}"));
            prop::collection::vec(arm, 0..4).prop_map(|arms| arms.join(";")).boxed()
        }
        ("reference", _) => prop_oneof![Just("baseline".to_owned()), Just("treatment".to_owned())].boxed(),
        ("then", _) => prop::collection::btree_map(0_u32..5000, drop(), 0..4)
            .prop_map(|changes| changes.iter().map(|(step, drop)| format!("{step}:{drop}")).collect::<Vec<_>>().join(";"))
            .boxed(),
        ("lazy", _) => {
            let lazy = (0_u32..=1024, prob()).prop_map(|(units, factor)| format!("{units}:{factor}"));
            prop_oneof![Just(String::new()), lazy].boxed()
        }
        (_, Kind::Number { min, max, whole }) => (0.0..=1.0_f64)
            .prop_map(move |share| min + share * (max - min))
            .prop_map(move |value| if whole { value.round().to_string() } else { value.to_string() })
            .boxed(),
        (_, Kind::Choice { choices }) => (0..choices.len()).prop_map(move |at| choices[at].value.to_owned()).boxed(),
        (_, Kind::Flag) => prop_oneof![Just("0".to_owned()), Just("1".to_owned())].boxed(),
        (key, kind) => panic!("no strategy for {key} of kind {kind:?}"),
    }
}

fn good_spec() -> impl Strategy<Value = Spec> {
    let texts: Vec<_> = (0..SETTINGS.len()).map(|row| prop::option::of(good_text(row))).collect();
    texts.prop_map(|texts| {
        let given = SETTINGS.iter().zip(texts).filter_map(|(row, text)| text.map(|text| (row.key, text)));
        given.fold(Spec::default(), |spec, (key, text)| {
            let opened = spec.with(key, &text);
            // Many replicates of many large networks are bounded, seeds that overlap are parted, and nothing else is changed.
            let bound = |notice: &&Notice| notice.key == "replicates" || notice.message.contains("share the seeds");
            let other: Vec<_> = opened.notices.iter().filter(|notice| !bound(notice)).collect();
            assert!(other.is_empty(), "{key}={text}: {other:?}");
            opened.spec
        })
    })
}

/// Links that look like links: known keys, and values that are nearly right.
fn hostile_link() -> impl Strategy<Value = String> {
    let presentation = prop::sample::select(PRESENTATION_KEYS.to_vec()).prop_map(str::to_owned);
    let key = prop_oneof![(0..SETTINGS.len()).prop_map(|row| SETTINGS[row].key.to_owned()), presentation, Just("v".to_owned()), ".{0,8}"];
    let number = prop_oneof![any::<f64>().prop_map(|value| value.to_string()), any::<i64>().prop_map(|value| value.to_string())];
    let list = prop::collection::vec(prop_oneof![number.clone(), Just(":".to_owned()), Just(";".to_owned())], 0..12);
    let value =
        prop_oneof![number, list.prop_map(|parts| parts.join(",")), ".{0,40}", Just("%F0%9F".to_owned()), Just("<img src=x>".to_owned())];
    let pairs = prop::collection::vec((key, value), 0..30);
    prop_oneof![pairs.prop_map(|pairs| pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&")), ".{0,200}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn decoding_what_was_encoded_is_the_identity(spec in good_spec()) {
        let opened = Opened::from_link(&spec.to_link());
        prop_assert_eq!(&opened.spec, &spec);
        prop_assert!(opened.notices.is_empty(), "{:?}", opened.notices);
    }

    #[test]
    fn hostile_links_end_in_a_valid_spec(link in hostile_link()) {
        let Opened { spec, presentation, .. } = Opened::from_link(&link);
        // A valid spec is one that its own link stands for, without a notice, and that can be asked everything.
        let again = Opened::from_link(&spec.to_link());
        prop_assert_eq!(&again.spec, &spec);
        prop_assert!(again.notices.is_empty(), "{:?}", again.notices);
        let shown_again = Opened::from_link(&presentation.to_link());
        prop_assert_eq!(&shown_again.presentation, &presentation);
        prop_assert!(shown_again.notices.is_empty(), "{:?}", shown_again.notices);
        prop_assert!(spec.drop.probs().iter().all(|prob| (0.0..1.0).contains(prob)));
        prop_assert!(spec.evaluation_after(0) > 0 && spec.steps() > 0);
        prop_assert_eq!(spec.runs().len(), spec.arms().len() * spec.replicates as usize);
        prop_assert!(!explain(&spec).is_empty());
    }
}
