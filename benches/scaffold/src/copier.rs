//! An update by copier, which needs the template and the project under version control.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use bench_measure::{Usage, best, succeed};

use crate::tree::{self, Dialect};

/// The template gets its second version, the user changed some files, and the project follows.
pub fn update(at: &Path, files: usize) -> Usage {
    let (template, project) = (at.join("copier-template"), at.join("copier-project"));
    let prepare = || {
        let _ = fs::remove_dir_all(&project);
        release(&template, files, 1);
        // The whole path: an update looks from the project for what a copy saw from here.
        let mut copy = copier(at);
        copy.args(["copy", "--defaults", "--quiet"]).arg(&template).arg("copier-project");
        succeed(&mut copy);
        commit(&project, "the project");
        tree::edit(&project, files);
        commit(&project, "by hand");
        release(&template, files, 2);
    };
    best(1, prepare, || {
        let mut command = copier(&project);
        command.args(["update", "--defaults", "--quiet"]);
        command
    })
}

fn copier(at: &Path) -> Command {
    let mut command = Command::new("copier");
    command.current_dir(at);
    command
}

/// Writes a version of the template and tags it; the first makes it a repository.
fn release(template: &Path, files: usize, version: u32) {
    let (history, aside) = (template.join(".git"), template.with_extension("git"));
    if version > 1 {
        fs::rename(&history, &aside).expect("the history");
    }
    tree::write(template, files, Dialect::Copier, version);
    let answers = template.join("{{ _copier_conf.answers_file }}.jinja");
    fs::write(answers, "{{ _copier_answers | to_nice_yaml }}\n").expect("a file");
    if version > 1 {
        fs::rename(&aside, &history).expect("the history");
    }
    commit(template, "a version");
    git(template, &["tag", &format!("v{version}.0.0")]);
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", message]);
}

fn git(folder: &Path, args: &[&str]) {
    let author = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"];
    let mut git = Command::new("git");
    git.args(author).args(args).current_dir(folder).stdout(Stdio::null());
    succeed(&mut git);
}
