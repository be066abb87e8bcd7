//! Where settings files are looked for.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::load::{Loader, Scope};

/// What marks the topmost folder of a project.
const ROOTS: [&str; 4] = [".git", ".jj", ".hg", ".svn"];

impl Loader {
    /// Adds the usual files of a program, the weakest first: that of the system, that of the user,
    /// and those of the project, of which the nearest is the strongest.
    ///
    /// | whose | where |
    /// |---|---|
    /// | system | `/etc/xdg/APP/config.yaml` or in `XDG_CONFIG_DIRS`; `%PROGRAMDATA%\APP` |
    /// | user | `~/.config/APP/config.yaml` or in `XDG_CONFIG_HOME`; `%APPDATA%\APP` |
    /// | project | `PROJECT` in `folder` and in those above, up to the root of the repository |
    ///
    /// Folders come from the variables that were given before with [`Loader::env`]. Files of the
    /// project keep the name that leads to them from `folder`, such as `../app.yaml`. Above a home
    /// folder nothing is looked for.
    ///
    /// ```
    /// use typewright_settings::Loader;
    /// let loader = Loader::new("APP")
    ///     .env([("HOME".into(), "/home/me".into()), ("XDG_CONFIG_DIRS".into(), "/etc".into())])
    ///     .discover("app", "app.yaml", "/nowhere");
    /// let files: Vec<_> = loader.files().map(|(path, _)| path.display().to_string()).collect();
    /// assert_eq!(files, ["/etc/app/config.yaml", "/home/me/.config/app/config.yaml", "app.yaml"]);
    /// ```
    ///
    /// Source: <https://specifications.freedesktop.org/basedir-spec/latest/>
    #[must_use]
    pub fn discover(self, app: &str, project: &str, folder: impl AsRef<Path>) -> Self {
        let home = self.home();
        let project = upwards(folder.as_ref(), project, home.as_deref());
        let files = project.into_iter().map(|path| (Scope::Project, path));
        files.fold(self.discover_user(app), |loader, (scope, path)| loader.file_of(scope, path))
    }

    /// Adds the files of the system and of the user alone: for programs that do not look through the
    /// folders above.
    #[must_use]
    pub fn discover_user(self, app: &str) -> Self {
        let config = |folder: PathBuf| folder.join(app).join("config.yaml");
        let system = self.system().into_iter().map(|folder| (Scope::System, config(folder)));
        let user = self
            .folder("XDG_CONFIG_HOME")
            .or_else(|| self.folder("APPDATA"))
            .or_else(|| self.home().map(|home| home.join(".config")))
            .map(|folder| (Scope::User, config(folder)));
        let files: Vec<(Scope, PathBuf)> = system.chain(user).collect();
        files.into_iter().fold(self, |loader, (scope, path)| loader.file_of(scope, path))
    }

    fn home(&self) -> Option<PathBuf> {
        self.folder("HOME").or_else(|| self.folder("USERPROFILE"))
    }

    /// A folder that a variable names.
    fn folder(&self, variable: &str) -> Option<PathBuf> {
        let folder = PathBuf::from(self.variable(OsStr::new(variable))?);
        folder.is_absolute().then_some(folder)
    }

    /// The weakest first, where XDG names the strongest first.
    fn system(&self) -> Vec<PathBuf> {
        if let Some(folder) = self.folder("PROGRAMDATA") {
            return vec![folder];
        }
        let folders = self.variable(OsStr::new("XDG_CONFIG_DIRS")).filter(|dirs| !dirs.is_empty());
        let folders = folders.unwrap_or(OsStr::new("/etc/xdg"));
        let mut folders: Vec<_> =
            std::env::split_paths(folders).filter(|folder| folder.is_absolute()).collect();
        folders.reverse();
        folders
    }
}

/// The files of that name here and above, the nearest last. That of `folder` is always among them,
/// as it may come to be.
fn upwards(folder: &Path, name: &str, home: Option<&Path>) -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from(name)];
    let mut path = PathBuf::new();
    for (i, above) in folder.ancestors().enumerate() {
        if i > 0 {
            path.push("..");
            if above.join(name).is_file() {
                files.push(path.join(name));
            }
        }
        let root = ROOTS.iter().any(|mark| above.join(mark).exists());
        if root || home == Some(above) {
            break;
        }
    }
    files.reverse();
    files
}
