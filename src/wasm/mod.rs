//! Thin bindings: `page` (spec, URL, data, statistics: small, no burn) and `trainer` (a Session). No arithmetic.

mod page;
#[cfg(feature = "trainer")]
mod trainer;
