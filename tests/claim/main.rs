//! Claims of what an experiment came to: written and read, altered and found out, within tolerance and beyond.

mod altered;
mod hostile;
mod made;
mod text;
mod tolerance;
