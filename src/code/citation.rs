//! How to cite an experiment, the data that it uses and the chapter that it answers, as BibTeX and in plain words.

use serde::Serialize;

use super::{address, title};
use crate::spec::{Data, Spec};

/// When and where an experiment was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit<'a> {
    /// Address of the lab's page; empty where there is none.
    pub page: &'a str,
    /// The day, as year, month and day: 2026-11-30.
    pub accessed: &'a str,
    /// Where it was trained: `cpu`, `webgpu`; empty where it was not.
    pub backend: &'a str,
    /// Version of the lab.
    pub version: &'a str,
}

/// A citation in both forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
pub struct Citation {
    /// Entries of a .bib file.
    pub bibtex: String,
    /// The same as one paragraph each.
    pub plain: String,
}

/// A published work.
struct Work {
    bibtex: &'static str,
    plain: &'static str,
}

const FASHION_MNIST: Work = Work {
    bibtex: "@misc{xiao2017fashionmnist,
  author = {Xiao, Han and Rasul, Kashif and Vollgraf, Roland},
  title = {{Fashion-MNIST}: a novel image dataset for benchmarking machine learning algorithms},
  year = {2017},
  eprint = {1708.07747},
  archivePrefix = {arXiv}
}",
    plain: "H. Xiao, K. Rasul and R. Vollgraf (2017). Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms. \
        arXiv:1708.07747.",
};
const DROPOUT: Work = Work {
    bibtex: "@article{srivastava2014dropout,
  author = {Srivastava, Nitish and Hinton, Geoffrey and Krizhevsky, Alex and Sutskever, Ilya and Salakhutdinov, Ruslan},
  title = {Dropout: a simple way to prevent neural networks from overfitting},
  journal = {Journal of Machine Learning Research},
  volume = {15},
  pages = {1929--1958},
  year = {2014}
}",
    plain: "N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov (2014). Dropout: a simple way to prevent neural \
        networks from overfitting. Journal of Machine Learning Research 15, 1929-1958.",
};
const CHAPTER: Work = Work {
    bibtex: "@book{zhang2023dive,
  author = {Zhang, Aston and Lipton, Zachary C. and Li, Mu and Smola, Alexander J.},
  title = {Dive into Deep Learning},
  publisher = {Cambridge University Press},
  year = {2023},
  note = {Section 5.6, Dropout}
}",
    plain: "A. Zhang, Z. C. Lipton, M. Li and A. J. Smola (2023). Dive into Deep Learning, section 5.6, Dropout. Cambridge University Press.",
};

/// How to cite the experiment, and what it rests on.
#[must_use]
pub fn citation(spec: &Spec, visit: &Visit<'_>) -> Citation {
    let works = (spec.data == Data::FashionMnist).then_some(FASHION_MNIST).into_iter().chain([DROPOUT, CHAPTER]);
    let (bibtex, plain): (Vec<&str>, Vec<&str>) = works.map(|work| (work.bibtex, work.plain)).unzip();
    let join = |own: String, others: Vec<&str>| core::iter::once(own.as_str()).chain(others).collect::<Vec<_>>().join("\n\n") + "\n";
    Citation { bibtex: join(bibtex_of(spec, visit), bibtex), plain: join(plain_of(spec, visit), plain) }
}

fn bibtex_of(spec: &Spec, visit: &Visit<'_>) -> String {
    let trained = trained_on(visit).map(|place| format!("{place}, ")).unwrap_or_default();
    format!(
        "@software{{dropoutlab,
  author = {{{{The Dropout Lab authors}}}},
  title = {{Dropout Lab: {}}},
  version = {{{}}},
  year = {{{}}},
  url = {{{}}},
  note = {{{trained}accessed {}}}
}}",
        title(spec),
        visit.version,
        visit.accessed.split('-').next().unwrap_or_default(),
        address(spec, visit.page),
        visit.accessed,
    )
}

fn plain_of(spec: &Spec, visit: &Visit<'_>) -> String {
    let trained = trained_on(visit).map(|place| format!(" T{}.", &place[1..])).unwrap_or_default();
    format!(
        "The Dropout Lab authors. {}. Dropout Lab {}.{} Accessed {}. {}",
        title(spec),
        visit.version,
        trained,
        visit.accessed,
        address(spec, visit.page),
    )
}

fn trained_on(visit: &Visit<'_>) -> Option<&'static str> {
    match visit.backend {
        "cpu" => Some("trained on the CPU"),
        "webgpu" => Some("trained by WebGPU"),
        _ => None,
    }
}
