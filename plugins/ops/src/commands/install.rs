//! Where shells and `man` look for what a user installs for one's own account.

use std::ffi::OsString;
use std::path::PathBuf;

/// A place for a file, and what is left to do once it is there.
#[derive(Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) file: PathBuf,
    pub(crate) then: String,
}

/// The place of a tool's completions.
///
/// Sources: bash-completion's README, "Where should I install my own local completions";
/// `fish-completions(1)`; `zshcompsys(1)`; the chapters on autoloading of nushell and elvish.
pub(crate) fn completions(
    shell: &str,
    name: &str,
    env: &[(OsString, OsString)],
) -> Result<Place, String> {
    let data = || folder(env, "XDG_DATA_HOME", ".local/share");
    let config = || folder(env, "XDG_CONFIG_HOME", ".config");
    let (file, then) = match shell {
        "bash" => (
            data()?.join("bash-completion/completions").join(name),
            "new shells have it, if the package bash-completion is there".to_owned(),
        ),
        "fish" => {
            let file = config()?.join("fish/completions").join(format!("{name}.fish"));
            (file, "new shells have it".to_owned())
        }
        "zsh" => {
            let folder = data()?.join("zsh/site-functions");
            let then =
                format!("`fpath+=({})` must stand before `compinit` in ~/.zshrc", folder.display());
            (folder.join(format!("_{name}")), then)
        }
        "nushell" => {
            let file = data()?.join("nushell/vendor/autoload").join(format!("{name}.nu"));
            (file, "new shells have it".to_owned())
        }
        "elvish" => {
            let file = config()?.join("elvish/lib").join(format!("{name}-completions.elv"));
            (file, format!("`use {name}-completions` must stand in ~/.config/elvish/rc.elv"))
        }
        _ => {
            return Err(format!(
                "{shell} has no folder for completions: see `completions {shell} --help`"
            ));
        }
    };
    Ok(Place { file, then })
}

/// The place of a manual page.
///
/// Source: `manpath(1)`.
pub(crate) fn page(name: &str, env: &[(OsString, OsString)]) -> Result<Place, String> {
    let folder = folder(env, "XDG_DATA_HOME", ".local/share")?;
    let then = format!("`man {name}` shows it, where ~/.local/bin is on the PATH");
    Ok(Place { file: folder.join("man/man1").join(format!("{name}.1")), then })
}

/// A script for zsh, for a folder of functions: there it is the body of the one that completes, and
/// does nothing but define another unless it calls that.
pub(crate) fn as_function(name: &str, script: &str) -> String {
    let function = script.lines().find_map(|line| line.strip_prefix("function "));
    let function = function.and_then(|rest| rest.split('(').next()).unwrap_or_default();
    format!("{script}\n[[ ${{funcstack[1]}} == _{name} ]] && {function} \"$@\"\n")
}

/// A base folder of the user; one that is relative counts as not set.
///
/// Source: the XDG Base Directory Specification.
fn folder(
    env: &[(OsString, OsString)],
    variable: &str,
    below_home: &str,
) -> Result<PathBuf, String> {
    let of = |name: &str| {
        let set = env.iter().rev().find(|(known, _)| *known == *name);
        set.map(|(_, value)| PathBuf::from(value)).filter(|path| path.is_absolute())
    };
    of(variable).or_else(|| Some(of("HOME")?.join(below_home))).ok_or_else(|| {
        format!(
            "neither HOME nor {variable} says where: leave out --install and redirect the output"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_has_a_place_or_says_why_not() {
        let env =
            [("HOME", "/h"), ("XDG_CONFIG_HOME", "relative")].map(|(n, v)| (n.into(), v.into()));
        for (shell, file) in [
            ("bash", "/h/.local/share/bash-completion/completions/demo"),
            ("fish", "/h/.config/fish/completions/demo.fish"),
            ("zsh", "/h/.local/share/zsh/site-functions/_demo"),
            ("nushell", "/h/.local/share/nushell/vendor/autoload/demo.nu"),
            ("elvish", "/h/.config/elvish/lib/demo-completions.elv"),
        ] {
            let place = completions(shell, "demo", &env).expect("a place");
            assert_eq!(place.file, PathBuf::from(file));
        }
        assert!(completions("powershell", "demo", &env).is_err());
        assert!(completions("bash", "demo", &[]).unwrap_err().contains("XDG_DATA_HOME"));
        let there = [("XDG_DATA_HOME".into(), "/d".into())];
        assert_eq!(
            page("demo", &there).expect("a place").file,
            PathBuf::from("/d/man/man1/demo.1")
        );
    }
}
