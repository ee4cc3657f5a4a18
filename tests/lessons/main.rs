//! Lessons: files are read strictly, whatever is in them; predictions come out as the evidence says; the shipped ones are sound.

mod hostile;
mod outcomes;
mod reading;
mod shipped;
