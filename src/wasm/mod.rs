//! Thin bindings: `page` (spec, URL, data, statistics: small, no burn) and `trainer` (a Session). No arithmetic.

#![expect(unreachable_pub, reason = "what JavaScript calls is public there, not here")]

mod page;
#[cfg(feature = "trainer")]
#[expect(clippy::needless_pass_by_value, reason = "lists come from JavaScript as values")]
mod trainer;
