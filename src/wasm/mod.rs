//! Thin bindings: `page` (spec, URL, data: small), `statistics` (effects and their words), `sharing` (what is passed on) and `trainer`
//! (a Session). No arithmetic.

#![expect(unreachable_pub, reason = "what JavaScript calls is public there, not here")]

#[cfg(feature = "sharing")]
mod claims;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "sharing")]
mod sharing;
#[cfg(feature = "statistics")]
mod statistics;
#[cfg(feature = "sharing")]
mod take_away;
#[cfg(feature = "trainer")]
#[expect(clippy::needless_pass_by_value, reason = "lists come from JavaScript as values")]
mod trainer;
