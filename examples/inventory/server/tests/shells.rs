//! Completions, typed in real shells at a terminal; manual pages; the version.

use std::path::Path;

#[cfg(unix)]
use crate::terminal::Terminal;
use crate::tool::{Server, Tool};

/// How the completions are loaded that the tool prints.
#[cfg(unix)]
fn load(name: &str) -> &'static str {
    match name {
        "bash" => "source <(inventory completions bash)",
        "fish" => "inventory completions fish | source",
        _ => "autoload -Uz compinit; compinit -u -D; source <(inventory completions zsh)",
    }
}

/// An interactive shell without anyone's settings, the tool on its path and the tool's completions
/// loaded; nothing where the shell is not installed, unless it must be.
#[cfg(unix)]
fn shell(name: &str, load: &str, tool: &Tool, server: &Server) -> Option<Terminal> {
    let installed = std::process::Command::new(name).arg("--version").output().is_ok();
    if !installed {
        let required = std::env::var_os("TYPEWRIGHT_REQUIRE_SHELLS").is_some();
        assert!(!required, "{name} is not installed");
        return None;
    }
    let args = match name {
        "bash" => &["--norc", "--noprofile", "-i"][..],
        "fish" => &["-i"],
        _ => &["-f", "-i"],
    };
    let program = tool.command(&["--version"]).get_program().to_owned();
    let folder = Path::new(&program).parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").expect("a path");
    let command = pty_process::blocking::Command::new(name)
        .args(args)
        .env_clear()
        .env("HOME", tool.dir.path())
        .env("INVENTORY_ENDPOINT", &server.endpoint)
        .env("LANG", "C.UTF-8")
        .env("PATH", format!("{folder}:{path}"))
        .env("TERM", "xterm")
        .current_dir(tool.dir.path());
    let terminal = Terminal::start(command);
    // The quotes keep what is typed from looking like what is printed.
    terminal.send(&format!("{load}; echo rea''dy\r"));
    terminal.until("the prompt", |shown| shown.contains("ready").then_some(()));
    Some(terminal)
}

/// What the keys made the shell's command write to the file `answer`.
#[cfg(unix)]
#[track_caller]
fn typed(terminal: &Terminal, tool: &Tool, keys: &str) -> String {
    let answer = tool.dir.path().join("answer");
    terminal.send(&format!("{keys}\r"));
    let text = terminal.until(keys, |_| {
        let text = std::fs::read_to_string(&answer).ok()?;
        text.ends_with('\n').then_some(text)
    });
    std::fs::remove_file(&answer).expect("the answer");
    text
}

/// Types as a user would, tabs included, and looks at what the completed commands did.
#[cfg(unix)]
fn completes(name: &str) {
    let server = Server::start();
    let tool = Tool::of(&server);
    tool.json("create-item --item.id=bolt --item.title=Bolt");
    let Some(terminal) = shell(name, load(name), &tool, &server) else { return };
    let typed = |keys: &str| typed(&terminal, &tool, keys);

    let command = typed("inventory get\t--id=bolt --save=answer");
    assert!(command.contains("\"title\": \"Bolt\""), "{command}");
    let field = typed(
        "inventory create-item --item.id=nut --item.title=Nut --item.size.w\t7 --save=answer",
    );
    assert!(field.contains("\"width\": 7"), "{field}");
    let value = typed(
        "inventory create-item --item.id=ice --item.title=Ice --item.storage fro\t --save=answer",
    );
    assert!(value.contains("FROZEN"), "{value}");
    let setting = typed("inventory list-items -o nd\t --save=answer");
    assert_eq!(setting.lines().count(), 1, "{setting}");
    let builtin = typed("inventory config expl\ttimeout > answer");
    assert!(builtin.contains("30s"), "{builtin}");
    // Where there is a choice, it is shown.
    terminal.send("inventory create-item --item.storage \t\t");
    terminal.until("the choice", |shown| {
        ["shelf", "cooled", "frozen"].iter().all(|value| shown.contains(value)).then_some(())
    });
}

#[cfg(unix)]
#[test]
fn bash_completes_at_a_terminal() {
    completes("bash");
}

#[cfg(unix)]
#[test]
fn fish_completes_at_a_terminal() {
    completes("fish");
}

#[cfg(unix)]
#[test]
fn zsh_completes_at_a_terminal() {
    completes("zsh");
}

/// What `--install` wrote is found by new shells.
#[cfg(unix)]
fn completes_installed(name: &str, load: &str) {
    let server = Server::start();
    let tool = Tool::of(&server);
    let wrote = tool.run(&["completions", name, "--install"]);
    assert_eq!(wrote.code, 0, "{}", wrote.err);
    let file = wrote.out.trim_end();
    assert!(Path::new(file).starts_with(tool.dir.path()), "{file}");
    let load = load.replace("FILE", file);
    let folder = Path::new(file).parent().expect("a folder").display().to_string();
    let load = load.replace("FOLDER", &folder);
    let Some(terminal) = shell(name, &load, &tool, &server) else { return };
    let answer = typed(&terminal, &tool, "inventory config expl\ttimeout > answer");
    assert!(answer.contains("30s"), "{answer}");
}

#[cfg(unix)]
#[test]
fn installed_completions_are_found() {
    // The package that looks into the folder need not be there.
    completes_installed("bash", "source FILE");
    completes_installed("fish", "true");
    completes_installed("zsh", "fpath+=(FOLDER); autoload -Uz compinit; compinit -u -D");
}

#[test]
fn an_installed_page_is_where_man_looks() {
    let tool = Tool::new();
    let wrote = tool.run(&["man", "create-item", "--install"]);
    assert!(wrote.code == 0 && wrote.err.starts_with("`man inventory-create-item` shows it"));
    let file = tool.dir.path().join(".local/share/man/man1/inventory-create-item.1");
    assert_eq!(wrote.out, format!("{}\n", file.display()));
    let page = std::fs::read_to_string(&file).expect("the page");
    assert!(page.contains(".TH inventory-create-item 1"), "{page}");
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
