//! `gix-merge-file OURS BASE THEIRS` prints the merge of three files, as `git merge-file -p` does, by
//! gix-merge; the exit code is 1 where there are conflicts.

use std::io::Write as _;
use std::process::ExitCode;

use gix_imara_diff::{Algorithm, InternedInput};
use gix_merge::blob::Resolution;
use gix_merge::blob::builtin_driver::text as merge;
use gix_merge::blob::builtin_driver::text::{Labels, Options};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [ours, base, theirs] = &paths[..] else {
        return Err("usage: gix-merge-file OURS BASE THEIRS".into());
    };
    let [ours, base, theirs] = [std::fs::read(ours)?, std::fs::read(base)?, std::fs::read(theirs)?];
    let (mut merged, mut input) = (Vec::new(), InternedInput::default());
    let options = Options { diff_algorithm: Algorithm::Histogram, ..Options::default() };
    let sides = Labels::default();
    let resolution = merge(&mut merged, &mut input, sides, &ours, &base, &theirs, options);
    std::io::stdout().write_all(&merged)?;
    Ok(match resolution {
        Resolution::Conflict => ExitCode::from(1),
        Resolution::Complete | Resolution::CompleteWithAutoResolvedConflict => ExitCode::SUCCESS,
    })
}
