//! The question cards: for each question a small experiment that answers it in minutes, and one on all the data.

use serde::Serialize;

use super::Question;

/// A question with the experiments that answer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Card {
    /// The word in the link.
    pub question: Question,
    /// The question in a sentence.
    pub title: &'static str,
    /// What is trained to answer it, and what to look at.
    pub about: &'static str,
    /// The experiment: under two minutes on two CPU cores.
    pub link: &'static str,
    /// The same question on all the data.
    pub full_link: &'static str,
}

/// All cards, in the order of the page.
pub const CARDS: &[Card] = &[
    Card {
        question: Question::Gap,
        title: "Does dropout shrink the gap between training and test?",
        about: "Two arms on 1,000 pictures, few enough to be learned by heart. Look at the accuracy gap and the loss gap.",
        link: "v=1&question=gap",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=50&question=gap",
    },
    Card {
        question: Question::Broken,
        title: "Test accuracy did not improve. Is something broken?",
        about: "The chapter's two rates on 2,000 pictures. Test accuracy is what everybody looks at; the losses are where the effect is.",
        link: "v=1&train=2000&drop=0,0.2,0.5&question=broken",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=10&question=broken",
    },
    Card {
        question: Question::Swap,
        title: "I swapped the two probabilities and saw nothing. Was it the swap, or the random start?",
        about: "Three arms with the same seeds: none, 0.2 then 0.5, and the two swapped. Only the masks differ, so what differs by more than chance explains is the swap.",
        link: "v=1&train=2000&drop=0,0.5,0.2&pin=unswapped:0,0.2,0.5&reference=pinned-1&question=swap",
        full_link: "v=1&train=60000&test=10000&drop=0,0.5,0.2&pin=unswapped:0,0.2,0.5&reference=pinned-1&batch=256&epochs=10&question=swap",
    },
    Card {
        question: Question::Alike,
        title: "How similar must two pictures be to call them similar?",
        about: "The same setting twice, from other seeds: whatever differs between treatment and \"again\" is chance. Its spread is the noise band in the charts.",
        link: "v=1&pin=again:0,0.5,0.5@1000001&replicates=8&question=alike",
        full_link: "v=1&train=60000&test=10000&pin=again:0,0.5,0.5@1000001&batch=256&epochs=10&question=alike",
    },
    Card {
        question: Question::Amount,
        title: "Too little, too much: what do 0.1 to 0.9 do?",
        about: "Seven drop probabilities beside none at all, the same in both hidden layers.",
        link: "v=1&pin=0.1:0,0.1,0.1;0.2:0,0.2,0.2;0.3:0,0.3,0.3;0.7:0,0.7,0.7;0.8:0,0.8,0.8;0.9:0,0.9,0.9&replicates=3&question=amount",
        full_link: "v=1&train=60000&test=10000&pin=0.1:0,0.1,0.1;0.2:0,0.2,0.2;0.3:0,0.3,0.3;0.7:0,0.7,0.7;0.8:0,0.8,0.8;0.9:0,0.9,0.9&batch=256&epochs=10&replicates=3&question=amount",
    },
    Card {
        question: Question::Input,
        title: "What does dropping 0.2 of the input add?",
        about: "The treatment also drops 20% of the pixels; the pinned arm drops hidden units alone and is what it is compared with.",
        link: "v=1&drop=0.2,0.5,0.5&pin=hidden only:0,0.5,0.5&reference=pinned-1&replicates=8&question=input",
        full_link: "v=1&train=60000&test=10000&drop=0.2,0.5,0.5&pin=hidden only:0,0.5,0.5&reference=pinned-1&batch=256&epochs=10&question=input",
    },
    Card {
        question: Question::Longer,
        title: "More epochs, with and without dropout: what happens?",
        about: "A hundred epochs. The charts mark where each arm's test loss was best, and where overfitting sets in.",
        link: "v=1&epochs=100&question=longer",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=100&replicates=3&question=longer",
    },
    Card {
        question: Question::Loss,
        title: "Why look at the test loss when accuracy is what counts?",
        about: "Sixty epochs, with little dropout in the treatment and none in the baseline. Follow the baseline: one of its two test measures stands still, the other does not.",
        link: "v=1&drop=0,0.2,0.2&epochs=60&question=loss",
        full_link: "v=1&train=60000&test=10000&drop=0,0.2,0.2&batch=256&epochs=60&question=loss",
    },
    Card {
        question: Question::Again,
        title: "Does training go on if I call it again? Reset or continue?",
        about: "Ten epochs, then three buttons, each with its picture: go on from these weights, start the same seeds again, or draw others.",
        link: "v=1&epochs=10&replicates=2&question=again",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=10&replicates=2&question=again",
    },
    Card {
        question: Question::Variance,
        title: "What does dropout do to the variance of the activations?",
        about: "Probes look into both hidden layers. Two variances are compared: of the outputs themselves, and of what a layer passes on in training, after its mask.",
        link: "v=1&probes=1&question=variance",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=10&probes=1&question=variance",
    },
    Card {
        question: Question::Stable,
        title: "Does dropout stabilise training?",
        about: "Probes take the gradients and the updates at every epoch. Steady could mean small gradients, small updates, a test loss that does not wobble, or seeds that end alike: each is compared.",
        link: "v=1&replicates=8&probes=1&question=stable",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=10&probes=1&question=stable",
    },
    Card {
        question: Question::Lazy,
        title: "Units A, B, C, D: do lazy ones learn when the others are dropped?",
        about: "One hidden layer of four units. A and B start at a hundredth of their weights; C and D start as usual. Do A and B catch up, and does dropping units half of the time help them?",
        link: "v=1&hidden=4&drop=0,0.5&replicates=30&probes=1&lazy=2:0.01&question=lazy",
        full_link: "v=1&train=60000&test=10000&hidden=4&drop=0,0.5&batch=256&epochs=10&replicates=30&probes=1&lazy=2:0.01&question=lazy",
    },
    Card {
        question: Question::TestTime,
        title: "Why is there no dropout at test time?",
        about: "After training, the test pictures are passed through the treatment twenty times with masks on. One such pass, the average of all, and masks off are compared.",
        link: "v=1&passes=20&question=testtime",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=10&passes=20&question=testtime",
    },
    Card {
        question: Question::Capacity,
        title: "Is the full capacity of the network used after training?",
        about: "In training each step has a thinned network. After it, all units of the treatment together are compared with one thinned network, and with the baseline.",
        link: "v=1&probes=1&passes=20&question=capacity",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=10&probes=1&passes=20&question=capacity",
    },
    Card {
        question: Question::Units,
        title: "Does dropout make units less alike?",
        about: "Units that co-adapt do the same thing at the same time. Probes take the correlation between every two of 32 units in each hidden layer.",
        link: "v=1&probes=1&question=units",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=10&probes=1&question=units",
    },
    Card {
        question: Question::Calibrated,
        title: "Is a network with dropout better calibrated?",
        about: "A network is calibrated if it is right in 80 of 100 cases in which it is 80% sure. Look at how sure each arm is, and how often it is right.",
        link: "v=1&probes=1&question=calibrated",
        full_link: "v=1&train=60000&test=10000&batch=256&epochs=10&probes=1&question=calibrated",
    },
];
