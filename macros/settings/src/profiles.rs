//! The profiles of settings files: which there are, which counts, and how another is chosen.

use std::collections::BTreeMap;

use figment::value::Value as Tree;

use crate::command::{self, Answer};
use crate::edit;
use crate::load::{Loader, unknown_profile};
use crate::problem::{Origin, Problems};
use crate::schema::Section;
use crate::show;

/// The profiles of a program, from [`Loader::profiles`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profiles {
    /// Their names, each with the files that say something for it.
    pub names: BTreeMap<String, Vec<String>>,
    /// The one that counts, and what selects it.
    pub selected: Option<(String, Origin)>,
}

impl Loader {
    /// Selects a profile as the flag `--profile` would.
    #[must_use]
    pub fn profile(mut self, name: &str) -> Self {
        self.flags.insert(crate::flags::PROFILE.to_owned(), vec![name.into()]);
        self
    }

    /// The profiles that all files have, whatever else is wrong in them.
    ///
    /// ```
    /// # #[derive(typewright_settings::Settings)]
    /// # #[settings(profiles)]
    /// # struct App {
    /// #     /// Where the server is.
    /// #     endpoint: Option<String>,
    /// # }
    /// use typewright_settings::{Loader, Settings};
    ///
    /// let text = "profile: dev\nprofiles:\n  dev: {endpoint: 'localhost:1'}\n  prod: {}\n";
    /// let profiles = Loader::new("APP").text("app.yaml", text).profiles(App::SCHEMA);
    /// assert_eq!(profiles.names.keys().collect::<Vec<_>>(), ["dev", "prod"]);
    /// let (name, place) = profiles.selected.unwrap();
    /// assert_eq!((&*name, &*place.to_string()), ("dev", "app.yaml:1:10"));
    /// ```
    pub fn profiles(&self, schema: &'static Section) -> Profiles {
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let files = self.contents(schema, &mut Vec::new());
        for file in &files {
            for (profile, _) in &file.profiles {
                names.entry(profile.clone()).or_default().push(file.layer.name.clone());
            }
        }
        Profiles { names, selected: self.selected(&files) }
    }

    /// Writes into a file that a profile counts from now on, and changes nothing else in it. The
    /// file is a path, or `user`, `project` or `system`.
    ///
    /// # Errors
    /// There is no such profile or file, or the file cannot be changed.
    pub fn select(
        &self,
        schema: &'static Section,
        name: &str,
        file: &str,
    ) -> Result<Answer, Problems> {
        let known = self.profiles(schema).names;
        if !known.contains_key(name) {
            let problem = unknown_profile(usize::MAX, name, known.keys().map(|known| &**known));
            return Err(problem.into());
        }
        let path = command::target(self, Some(file))?;
        let old = command::contents(&path)?;
        let value = show::yaml(&Tree::from(name));
        let new = edit::set(&old, &["profile".to_owned()], &value)
            .map_err(|broken| command::broken(&path, &old, broken, true))?;
        if new != old {
            command::write(&path, &new)?;
        }
        let how = if new == old { "nothing changes in" } else { "changed" };
        let mut answer = command::written(&path, how);
        let now = self.profiles(schema).selected;
        if let Some((now, place)) = now.filter(|(now, _)| now != name) {
            answer.notes.push(format!("it has no effect: {place} selects `{now}` and is stronger"));
        }
        Ok(answer)
    }
}
