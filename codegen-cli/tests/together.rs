//! Two processes at work in one folder: one of them does all that it was asked for, and the other
//! too or nothing.

use std::process::{Child, Command, Stdio};

use crate::project::TestProject;

const ROUNDS: usize = 12;

fn start(project: &TestProject, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_cargo-gen"))
        .args(args)
        .arg("--no-config")
        .current_dir(project.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Whether a run did what it was asked for; if not, it says why.
fn did(run: Child) -> bool {
    let output = run.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return true;
    }
    assert_eq!(output.status.code(), Some(1), "{said}");
    let known = ["another run is at work", "it changed in this moment", "is not empty", "is there"];
    assert!(known.iter().any(|why| said.contains(why)), "{said}");
    false
}

/// Runs both at once, and again what was refused.
fn both(project: &TestProject, first: &[&str], second: &[&str]) -> usize {
    let runs = [start(project, first), start(project, second)];
    let done = runs.map(did);
    for (done, args) in done.iter().zip([first, second]) {
        if !done {
            project.run(args).ok();
        }
    }
    assert!(!project.path("p/.cargo-gen.staging").exists());
    project.run(&["check", "p"]).ok();
    done.iter().filter(|done| !**done).count()
}

fn template(version: usize) -> Vec<(String, String)> {
    let manifest = format!(
        "name: busy\nversion: {version}.0.0\nsummary: Busy\nparts:\n  one:\n    help: One\n    \
         questions: {{ name: {{ type: ident, help: N }} }}\n    \
         files: [{{ from: one.rs, to: 'src/{{{{ name }}}}.rs' }}]\n    \
         edits: [{{ file: src/main.rs, add: mod, item: 'mod {{{{ name }}}};' }}]\n"
    );
    let mut files = vec![
        ("template.yaml".to_owned(), manifest),
        ("one.rs.jinja".to_owned(), "// {{ name }}\n".to_owned()),
        ("src/main.rs".to_owned(), "fn main() {}\n".to_owned()),
    ];
    files.extend((0..60).map(|n| (format!("many/{n}.txt"), format!("{version} {n}\n"))));
    files
}

fn release(project: &TestProject, version: usize) {
    for (path, text) in template(version) {
        project.write(&format!("tpl/{path}"), &text);
    }
}

#[test]
fn two_runs_at_once_lose_nothing() {
    let project = TestProject::new();
    release(&project, 1);
    project.run(&["new", "./tpl", "p"]).ok();
    let mut refused = 0;
    for round in 0..ROUNDS {
        let (add, remove) = (["add", "one"], ["remove", "one"]);
        let of =
            |verb: [&'static str; 2], name: &'static str| [verb[0], verb[1], name, "--dir", "p"];
        refused += both(&project, &of(add, "first"), &of(add, "second"));
        let text = project.read("p/src/main.rs");
        assert!(text.contains("mod first;\n") && text.contains("mod second;\n"), "{text}");
        assert_eq!(project.read("p/src/second.rs"), "// second\n");
        // Whoever looks on meanwhile disturbs nobody.
        refused += both(&project, &of(add, "third"), &["check", "p"]);
        project.run(&of(remove, "third")).ok();
        release(&project, round + 2);
        refused += both(&project, &["update", "p"], &of(remove, "first"));
        refused += both(&project, &["update", "p"], &of(remove, "second"));
        assert_eq!(project.read("p/src/main.rs"), "fn main() {}\n");
        assert_eq!(project.read("p/many/59.txt"), format!("{} 59\n", round + 2));
        assert!(!project.path("p/src/first.rs").exists());
    }
    println!("{refused} of {} were refused", 8 * ROUNDS);
}

/// However many make one folder, with those above it, one of them does; the others leave it alone.
#[test]
fn one_folder_is_made_once() {
    let project = TestProject::new();
    release(&project, 1);
    let rounds = std::env::var("TYPEWRIGHT_ROUNDS").ok().and_then(|text| text.parse().ok());
    for round in 0..rounds.unwrap_or(ROUNDS) {
        let dir = format!("made/{round}/deep/p");
        let args = ["new", "./tpl", &dir];
        let runs = [(); 3].map(|()| start(&project, &args));
        let runs = runs.map(|run| run.wait_with_output().unwrap());
        let made = runs.iter().filter(|output| output.status.success()).count();
        assert_eq!(made, 1, "round {round}: {runs:#?}");
        assert!(runs.iter().all(|output| matches!(output.status.code(), Some(0..=2))), "{runs:#?}");
        assert!(!project.path(&format!("{dir}/.cargo-gen.staging")).exists());
        project.run(&["check", &dir]).ok();
        assert_eq!(project.read(&format!("{dir}/many/59.txt")), "1 59\n");
    }
}
