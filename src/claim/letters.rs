//! Numbers as letters of a link, six bits to a letter, and the hash that they are taken from.

use sha2::{Digest, Sha256};

/// The alphabet of base64url: nothing in it needs percent-encoding.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// SHA-256 of the parts, one after the other.
pub(super) fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// So many letters from the start of a hash, at most 40.
pub(super) fn of_hash(hash: &[u8; 32], count: usize) -> String {
    let bit = |at: usize| usize::from(hash[at / 8] >> (7 - at % 8) & 1);
    let digit = |letter: usize| (6 * letter..6 * letter + 6).fold(0, |digit, at| digit << 1 | bit(at));
    (0..count).map(|letter| char::from(ALPHABET[digit(letter)])).collect()
}

/// A number in so many letters, the first the most significant; what lies above them is lost.
pub(super) fn write(number: u32, count: usize) -> String {
    (0..count).rev().map(|at| char::from(ALPHABET[(number >> (6 * at) & 63) as usize])).collect()
}

/// The number that letters stand for: at most five of them, and nothing else.
pub(super) fn read(text: &str) -> Option<u32> {
    let digit = |letter: u8| ALPHABET.iter().zip(0..).find(|&(&other, _)| other == letter).map(|(_, digit)| digit);
    let add = |number: u32, letter: u8| digit(letter).map(|digit: u32| number << 6 | digit);
    if text.len() > 5 { None } else { text.bytes().try_fold(0, add) }
}

/// Whether a text is of so many letters.
pub(super) fn are(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| ALPHABET.contains(&byte))
}
