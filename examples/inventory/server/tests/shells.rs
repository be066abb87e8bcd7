//! Completions, asked for by real shells; manual pages; the version.

use std::path::Path;
use std::process::Command;

use crate::tool::Tool;

/// The completions that a shell finds for a line; nothing where the shell is not installed.
fn completed(shell: &str, script: &str) -> Option<String> {
    Command::new(shell).arg("--version").output().ok()?;
    let tool = Tool::new();
    let program = tool.command(&["--version"]).get_program().to_owned();
    let folder = Path::new(&program).parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").expect("a path");
    let run = Command::new(shell)
        .args(["-c", script])
        .env("PATH", format!("{folder}:{path}"))
        .current_dir(tool.dir.path())
        .output()
        .expect("the shell runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(String::from_utf8(run.stdout).expect("UTF-8"))
}

#[test]
fn bash_completes_commands_flags_and_values() {
    for (words, expected) in [
        ("inventory get", "get-item"),
        ("inventory create-item --item.size.w", "--item.size.width"),
        ("inventory create-item --item.storage f", "frozen"),
        ("inventory list-items -o nd", "ndjson"),
        ("inventory config expl", "explain"),
    ] {
        let last = words.rsplit(' ').next().expect("a word");
        let script = format!(
            "source <(inventory completions bash); COMP_WORDS=({words}); \
             COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _clap_complete_inventory inventory {last}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        if let Some(found) = completed("bash", &script) {
            assert_eq!(found.trim(), expected, "{words}");
        }
    }
}

#[test]
fn fish_completes_commands_and_values() {
    let script = "inventory completions fish | source; \
                  complete -C 'inventory create-item --item.storage f'";
    if let Some(found) = completed("fish", script) {
        assert_eq!(found.trim(), "frozen");
    }
}

#[test]
fn every_shell_has_a_script() {
    let tool = Tool::new();
    for (shell, says) in [
        ("bash", "complete "),
        ("elvish", "edit:completion"),
        ("fish", "complete "),
        ("nushell", "export extern"),
        ("powershell", "Register-ArgumentCompleter"),
        ("zsh", "compdef"),
    ] {
        let script = tool.run(&["completions", shell]).ok().out;
        assert!(script.contains(says), "{shell}\n{script}");
    }
    let wrong = tool.run(&["completions", "basch"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("bash"), "{}", wrong.err);
}

#[test]
fn manual_pages_and_the_version_stand_without_settings() {
    let tool = Tool::new().file("config.yaml", "timeout: [\n");
    let page = tool.run(&["man", "create-item"]).ok().out;
    assert!(page.contains(".TH inventory-create-item 1"), "{page}");
    assert!(page.contains("Puts a new item on a shelf"), "{page}");
    let wrong = tool.run(&["man", "creat-item"]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    assert_eq!(tool.run(&["version"]).ok().out, "inventory 0.1.0\n");
    let facts = tool.json("version -o json");
    assert_eq!((&facts["name"], &facts["version"]), (&"inventory".into(), &"0.1.0".into()));
    assert!(facts["os"].is_string() && facts["runtime"].is_string());
}
