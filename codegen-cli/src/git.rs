//! The program git: new repositories, and templates without a checkout. Those are blobs of a bare
//! mirror in the cache, so that hooks, filters, submodules and links of a stranger's repository never
//! come to life.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::CommandError;
use crate::lock::Digest;
use crate::output::Output;
use crate::progress::Progress;
use crate::template::{Body, Found};

/// What the user wrote: `URL`, `URL#REV` or `URL#REV:FOLDER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    url: String,
    /// A branch, a tag or a commit; what the remote calls its head, if left out.
    rev: Option<String>,
    /// The folder of the template in the repository.
    folder: String,
}

/// A commit of a template.
#[derive(Clone, Debug)]
pub(crate) struct Commit {
    pub(crate) id: String,
    /// What git calls it: its tag, or how far it is from one, or the start of its id.
    pub(crate) described: Option<String>,
}

/// Files of a folder in a commit.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) commit: Commit,
    pub(crate) found: Found,
}

/// The ways that a repository may be reached; git knows others, which run programs.
const SCHEMES: [&str; 5] = ["https://", "http://", "ssh://", "git://", "file://"];

/// Short forms, as people write them.
const HOSTS: [(&str, &str); 2] = [("gh:", "https://github.com/"), ("gl:", "https://gitlab.com/")];

impl Address {
    /// The address, if the text is one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (url, rest) = text.split_once('#').unwrap_or((text, ""));
        let (rev, folder) = rest.split_once(':').unwrap_or((rest, ""));
        let url =
            match HOSTS.iter().find_map(|(short, host)| Some((host, url.strip_prefix(short)?))) {
                Some((host, path)) => format!("{host}{path}.git"),
                None => url.to_owned(),
            };
        let scp = url.split_once(':').is_some_and(|(host, path)| {
            host.contains('@') && !host.contains('/') && !host.starts_with('-') && !path.is_empty()
        });
        if !scp && !SCHEMES.iter().any(|scheme| url.starts_with(scheme)) {
            return None;
        }
        let folder = folder.trim_matches('/').to_owned();
        Some(Self { url, rev: (!rev.is_empty()).then(|| rev.to_owned()), folder })
    }

    /// Fetches what the address says now; offline, it is what was fetched last. A whole commit is
    /// never another one, so it is fetched once.
    ///
    /// # Errors
    /// git is missing, the repository cannot be reached, or there is no such revision.
    pub(crate) fn fetch(&self, offline: bool) -> Result<Tree, CommandError> {
        let mirror = self.mirror()?;
        let whole = |rev: &String| rev.len() == 40 && rev.chars().all(|c| c.is_ascii_hexdigit());
        let kept = self.rev.as_ref().is_some_and(|rev| whole(rev) && mirror.has(rev));
        if offline && !kept && !mirror.has("refs/head") {
            return Err(self.not_fetched());
        }
        if !offline && !kept {
            mirror.fetch(&self.url).map_err(|error| match mirror.resolve(self) {
                Ok(_) => error.help("`--offline` takes it as it was fetched last"),
                Err(_) => error,
            })?;
        }
        let commit = mirror.resolve(self)?;
        mirror.tree(self, commit)
    }

    fn not_fetched(&self) -> CommandError {
        CommandError::failed(format!("`{}` was not fetched before", self.url))
            .help("run the command once without `--offline`")
    }

    /// Reads a commit from the mirror; it is fetched only where it is not there.
    ///
    /// # Errors
    /// As for [`Address::fetch`].
    pub(crate) fn at(&self, commit: &str, offline: bool) -> Result<Tree, CommandError> {
        let mirror = self.mirror()?;
        if !mirror.has(commit) {
            if offline {
                return Err(self.not_fetched());
            }
            mirror.fetch(&self.url)?;
        }
        if !mirror.has(commit) {
            let message = format!("`{}` no longer has the commit {commit}", self.url);
            return Err(CommandError::failed(message)
                .help("`cargo gen update` takes the template as it is now"));
        }
        mirror.tree(self, commit.to_owned())
    }

    fn mirror(&self) -> Result<Mirror, CommandError> {
        let home = |name: &str| std::env::var_os(name).filter(|path| !path.is_empty());
        let cache = home("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| home("HOME").map(|home| PathBuf::from(home).join(".cache")))
            .unwrap_or_else(std::env::temp_dir);
        let name = format!("{}.git", &Digest::of(self.url.as_bytes()).to_string()[..16]);
        let mirror = Mirror(cache.join("cargo-gen").join("git").join(name));
        if !mirror.0.join("HEAD").is_file() {
            let path = mirror.0.as_os_str().to_owned();
            let mut init = git();
            init.args(["init", "--quiet", "--bare", "--template=", "--"]).arg(path);
            run(init, &[])?;
        }
        Ok(mirror)
    }
}

/// A bare repository of ours that holds all branches and tags of another.
struct Mirror(PathBuf);

impl Mirror {
    fn git(&self) -> Command {
        let mut git = git();
        git.arg("--git-dir").arg(&self.0);
        git
    }

    fn fetch(&self, url: &str) -> Result<(), CommandError> {
        let mut git = self.git();
        let _progress = Progress::at("fetching", url);
        git.args(["fetch", "--quiet", "--prune", "--no-tags", "--no-recurse-submodules"]);
        git.args(["--no-write-fetch-head", "--no-auto-maintenance", "--", url]);
        git.args(["+HEAD:refs/head", "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]);
        run(git, &[]).map(drop).map_err(|error| {
            error.help(format!("is `{url}` right, and can you reach it? `git ls-remote {url}`"))
        })
    }

    fn has(&self, commit: &str) -> bool {
        self.verify(commit).is_some()
    }

    /// The commit of a name.
    fn verify(&self, name: &str) -> Option<String> {
        let mut git = self.git();
        git.args(["rev-parse", "--verify", "--quiet", "--end-of-options"]);
        git.arg(format!("{name}^{{commit}}"));
        let commit = String::from_utf8(run(git, &[]).ok()?).ok()?;
        Some(commit.trim().to_owned())
    }

    fn resolve(&self, address: &Address) -> Result<String, CommandError> {
        let Some(rev) = &address.rev else {
            return self.verify("refs/head").ok_or_else(|| {
                CommandError::failed(format!("`{}` has no head; name a branch", address.url))
                    .help(format!("`{}#BRANCH`", address.url))
            });
        };
        let is_commit = rev.len() >= 7 && rev.chars().all(|c| c.is_ascii_hexdigit());
        let found = self
            .verify(&format!("refs/tags/{rev}"))
            .or_else(|| self.verify(&format!("refs/heads/{rev}")))
            .or_else(|| is_commit.then(|| self.verify(rev)).flatten());
        found.ok_or_else(|| self.no_revision(address, rev))
    }

    fn no_revision(&self, address: &Address, rev: &str) -> CommandError {
        let mut git = self.git();
        git.args(["for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads", "refs/tags"]);
        let names = String::from_utf8(run(git, &[]).unwrap_or_default()).unwrap_or_default();
        let message = format!("`{}` has no branch, tag or commit `{rev}`", address.url);
        let error = CommandError::failed(message);
        match typewright_core::diag::nearest(rev, names.lines()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("branches and tags: ".to_owned() + &names.replace('\n', " ")),
        }
    }

    /// The files below the folder of an address. Submodules are none, and links are only noted.
    fn tree(&self, address: &Address, commit: String) -> Result<Tree, CommandError> {
        let mut git = self.git();
        git.args(["ls-tree", "-r", "-z", "--full-tree", "--end-of-options"]);
        git.arg(format!("{commit}:{}", address.folder));
        let listed = run(git, &[]).map_err(|_| {
            let folder = &address.folder;
            CommandError::failed(format!("there is no folder `{folder}` in `{}`", address.url))
        })?;
        let (mut entries, mut links) = (Vec::new(), Vec::new());
        let mut found = Found::default();
        for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
            let text = String::from_utf8_lossy(line);
            let Some((about, path)) = text.split_once('\t') else { continue };
            let about: Vec<&str> = about.split(' ').collect();
            match about[..] {
                [mode @ ("100644" | "100664" | "100755"), "blob", id] => {
                    if mode == "100755" {
                        found.programs.insert(path.to_owned());
                    }
                    entries.push((path.to_owned(), id.to_owned()));
                }
                ["120000", "blob", id] => links.push((path.to_owned(), id.to_owned())),
                _ => found.modules.push(path.to_owned()),
            }
        }
        // What a link holds is where it leads.
        let count = entries.len();
        entries.append(&mut links);
        let ids: String = entries.iter().map(|(_, id)| format!("{id}\n")).collect();
        let mut git = self.git();
        git.args(["cat-file", "--batch"]);
        let blobs = run(git, ids.as_bytes())?;
        let files = split(&blobs, entries.into_iter().map(|(path, _)| path))
            .ok_or_else(|| CommandError::failed("git gave an answer that cannot be read"))?;
        let spool = Output::new().spool();
        for (at, (path, bytes)) in files.into_iter().enumerate() {
            if at >= count {
                found.links.insert(path, String::from_utf8_lossy(bytes).into_owned());
                continue;
            }
            let program = found.programs.contains(&path);
            found.files.push((path, Body::Kept(spool.put(bytes)?, program)));
        }
        let mut git = self.git();
        git.args(["describe", "--tags", "--always", "--end-of-options"]).arg(&commit);
        let described = run(git, &[]).ok().and_then(|name| String::from_utf8(name).ok());
        let described = described.map(|name| name.trim().to_owned());
        Ok(Tree { commit: Commit { id: commit, described }, found })
    }
}

/// The blobs of `cat-file --batch`: a line `ID blob SIZE`, the bytes, a newline.
fn split(mut blobs: &[u8], paths: impl Iterator<Item = String>) -> Option<Vec<(String, &[u8])>> {
    let mut files = Vec::new();
    for path in paths {
        let end = blobs.iter().position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&blobs[..end]).ok()?;
        let size: usize = line.rsplit(' ').next()?.parse().ok()?;
        let contents = blobs.get(end + 1..end + 1 + size)?;
        files.push((path, contents));
        blobs = blobs.get(end + 2 + size..)?;
    }
    Some(files)
}

/// git, which asks nobody and runs nothing of others.
fn git() -> Command {
    let mut git = Command::new("git");
    git.env("GIT_TERMINAL_PROMPT", "0").env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
    for setting in [
        "core.hooksPath=/dev/null",
        "core.fsmonitor=false",
        "fetch.fsckObjects=true",
        "protocol.allow=never",
        "protocol.https.allow=always",
        "protocol.http.allow=always",
        "protocol.ssh.allow=always",
        "protocol.git.allow=always",
        "protocol.file.allow=always",
    ] {
        git.args(["-c", setting]);
    }
    git
}

/// What git prints.
fn run(mut git: Command, input: &[u8]) -> Result<Vec<u8>, CommandError> {
    let no_git = |e: std::io::Error| {
        CommandError::failed(format!("`git` cannot be run: {e}")).help("install git")
    };
    let pipes = git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().map_err(no_git)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    // git answers while it is asked, so one hand writes and another reads.
    let read = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stdout.map(|mut out| out.read_to_end(&mut bytes)).transpose().map(|_| bytes)
    });
    let written = stdin.map(|mut stdin| stdin.write_all(input));
    let output = child.wait_with_output().map_err(no_git)?;
    let bytes = read.join().map_err(|_| CommandError::failed("what git said is lost"))?;
    if output.status.success() && written.is_none_or(|written| written.is_ok()) {
        return bytes.map_err(no_git);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(CommandError::failed(said.lines().next_back().unwrap_or("git failed").to_owned()))
}

/// Makes a folder a repository.
///
/// # Errors
/// git is missing or refuses.
pub(crate) fn init(folder: &Path) -> Result<(), CommandError> {
    let mut git = git();
    git.args(["init", "--quiet", "--template="]).current_dir(folder);
    run(git, &[]).map(drop)
}

/// Where a template from git says that its files are.
pub(crate) fn place(address: &Address) -> String {
    let short = Path::new(&address.url).file_stem().unwrap_or_default().to_string_lossy();
    match address.folder.is_empty() {
        true => short.into_owned(),
        false => format!("{short}/{}", address.folder),
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn addresses() {
        for (text, expected) in [
            ("https://a.example/x.git", Some(("https://a.example/x.git", None, ""))),
            ("gh:owner/name#v1", Some(("https://github.com/owner/name.git", Some("v1"), ""))),
            ("git@a.example:x.git#main:t/s", Some(("git@a.example:x.git", Some("main"), "t/s"))),
            ("file:///srv/x#:t", Some(("file:///srv/x", None, "t"))),
            ("./mine", None),
            ("ops-cli", None),
            ("ext::sh -c id", None),
            ("-oProxyCommand=id@h:x", None),
            ("C:\\templates\\mine", None),
        ] {
            let parsed = Address::parse(text);
            let parts = parsed.as_ref().map(|a| (&*a.url, a.rev.as_deref(), &*a.folder));
            assert_eq!(parts, expected, "{text}");
        }
    }
}
