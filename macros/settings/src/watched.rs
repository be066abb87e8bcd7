//! Settings of a program that runs: read again, and taken only as a whole and only where that is
//! allowed.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use figment::value::{Dict, Value as Tree};

use crate::load::Loader;
use crate::loaded::{Change, Loaded};
use crate::problem::Problems;
use crate::schema::{Kind, Section};
use crate::stack::Stack;
use crate::value::{Settings, Value};

/// Settings that can be read again while the program runs.
///
/// A change of a setting that is marked `reload`, or that stands in a section that is, counts at
/// once; others keep their value until the program starts anew. A reload with a mistake changes
/// nothing. Readers never wait for a reload, and never see half of one.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("app.yaml");
/// use typewright_settings::{Loader, Settings};
///
/// #[derive(Settings)]
/// struct App {
///     #[setting(default = 8080)]
///     port: u16,
///     #[setting(default = "info", reload)]
///     log: String,
/// }
///
/// std::fs::write(&path, "log: warn\n")?;
/// let app = Loader::new("APP").file(&path).watch::<App>()?;
/// assert_eq!(app.get().value.log, "warn");
///
/// std::fs::write(&path, "log: debug\nport: 80\n")?;
/// let changes = app.reload()?; // on SIGHUP, or now and then
/// assert_eq!((&*changes[0].key, changes[0].reload), ("port", false)); // from the next start on
/// assert_eq!((&*changes[1].key, changes[1].reload), ("log", true));
/// assert_eq!((&*app.get().value.log, app.get().value.port), ("debug", 8080));
///
/// std::fs::write(&path, "log: debug\nprot: 80\n")?;
/// assert!(app.reload().unwrap_err().to_string().contains("did you mean `port`?"));
/// assert_eq!(app.get().value.log, "debug");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Watched<T> {
    current: RwLock<Arc<Loaded<T>>>,
    /// Held while one reload runs.
    last: Mutex<Last>,
}

/// What the current value was made of.
struct Last {
    loader: Loader,
    root: Tree,
}

impl Loader {
    /// Reads all layers like [`Loader::load`], and keeps the loader to read them again.
    ///
    /// # Errors
    /// As [`Loader::load`].
    pub fn watch<T: Settings>(self) -> Result<Watched<T>, Problems> {
        let (loaded, _, root) = self.load_parts::<T>()?;
        let last = Mutex::new(Last { loader: self, root });
        Ok(Watched { current: RwLock::new(Arc::new(loaded)), last })
    }
}

impl<T: Settings> Watched<T> {
    /// The settings as they are now. Whoever keeps them keeps those of this moment.
    pub fn get(&self) -> Arc<Loaded<T>> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the files anew; variables and flags are those of the loader. Gives every setting that
    /// is another than the program has; those without [`Change::reload`] wait for the next start and
    /// are given again by each reload until then.
    ///
    /// # Errors
    /// Every mistake in every layer. The program keeps the settings that it has.
    pub fn reload(&self) -> Result<Vec<Change>, Problems> {
        self.reload_from(None)
    }

    /// The same with another loader: one with another snapshot of remote values, or other variables.
    ///
    /// # Errors
    /// As [`Watched::reload`]; the loader of before is kept then, too.
    pub fn reload_with(&self, loader: Loader) -> Result<Vec<Change>, Problems> {
        self.reload_from(Some(loader))
    }

    fn reload_from(&self, loader: Option<Loader>) -> Result<Vec<Change>, Problems> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let loader = loader.unwrap_or_else(|| last.loader.clone());
        let before = self.get();
        let (new, stack, mut root) = loader.load_parts::<T>()?;
        let changes: Vec<Change> = before.changes(&new).collect();
        let loaded = if changes.iter().all(|change| change.reload) {
            new
        } else {
            if let (Some(old), Tree::Dict(_, root)) = (last.root.as_dict(), &mut root) {
                hold(T::SCHEMA, old, root);
            }
            held(&before, new, &stack, &root)?
        };
        *last = Last { loader, root };
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
        Ok(changes)
    }
}

/// The value of a tree in which some settings are those of before; with them go their places.
fn held<T: Settings>(
    before: &Loaded<T>,
    new: Loaded<T>,
    stack: &Stack,
    root: &Tree,
) -> Result<Loaded<T>, Problems> {
    let value = T::read(Value(Some(root))).map_err(|invalid| {
        Problems::new(invalid.into_iter().map(|wrong| stack.problem(root, wrong)).collect())
    })?;
    let mut rows = stack.rows(T::SCHEMA, root);
    for row in rows.iter_mut().filter(|row| !row.reload) {
        if let Some(old) = before.rows.iter().find(|old| old.key == row.key) {
            row.clone_from(old);
        }
    }
    Ok(Loaded { value, rows, warnings: new.warnings })
}

/// Puts the values of before in the place of those that a running program does not take.
fn hold(section: &Section, old: &Dict, new: &mut Dict) {
    for field in section.fields.iter().filter(|field| !field.reload) {
        if let (true, Kind::Section(inner)) = (field.flatten, field.kind) {
            if same_variant(inner, old, new) {
                hold(inner, old, new);
            } else {
                inner.flat().for_each(|field| put(field.key, old, new));
            }
            continue;
        }
        match (field.kind, old.get(field.key), new.get_mut(field.key)) {
            (kind, Some(Tree::Dict(_, before)), Some(Tree::Dict(_, after))) => {
                match kind.required() {
                    Kind::Section(inner) if same_variant(inner, before, after) => {
                        hold(inner, before, after);
                    }
                    _ => put(field.key, old, new),
                }
            }
            _ => put(field.key, old, new),
        }
    }
}

/// Whether both are of one variant, or the section has none.
fn same_variant(section: &Section, before: &Dict, after: &Dict) -> bool {
    let name = |dict: &Dict| section.tag.map(|tag| dict.get(tag)?.as_str().map(str::to_owned));
    name(before) == name(after)
}

fn put(key: &str, old: &Dict, new: &mut Dict) {
    match old.get(key) {
        Some(value) => new.insert(key.to_owned(), value.clone()),
        None => new.remove(key),
    };
}
