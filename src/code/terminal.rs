//! The experiment as the command line of this lab's terminal program.

use super::{CodeFile, Program, address, quoted, title, wrapped};
use crate::spec::{Data, Spec, explain};

pub(super) fn terminal(spec: &Spec, page: &str) -> Program {
    let mut said = vec![title(spec)];
    said.extend(explain(spec));
    said.push(
        "Prints a record for each run and evaluation as a line of JSON, and what they come to. On the CPU: the page's bits.".to_owned(),
    );
    if spec.data == Data::Files {
        said.push("--data names the folder of the four IDX files.".to_owned());
    }
    let data = if spec.data == Data::Files { " --data ." } else { "" };
    let text = format!("{}\ndropout-lab run {}{data}\n", wrapped(&said, "# ", 100), quoted(&address(spec, page)));
    Program { files: vec![CodeFile { name: "dropout-lab.sh".to_owned(), text: text.clone() }], text }
}
