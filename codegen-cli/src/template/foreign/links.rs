//! Symbolic links of a template. Other tools follow them; here one that leads to what the template
//! itself holds stands for a copy of it, looked up among its files and never on the disk.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::source::Raw;

/// How many links one may lead through.
const HOPS: usize = 32;

/// How many files may stand behind links.
const MOST: usize = 10_000;

/// Files by path.
type Held = BTreeMap<String, Cow<'static, [u8]>>;

impl Raw {
    /// Puts what links lead to in their place. Those that lead nowhere in the template stay links.
    pub(super) fn follow(mut self) -> Self {
        if self.links.is_empty() {
            return self;
        }
        let led = |path: &String| Some((path.clone(), self.target(path, &mut { HOPS })?));
        let all: Vec<(String, String)> = self.links.keys().filter_map(led).take(MOST).collect();
        let mut held: Held = std::mem::take(&mut self.files).into_iter().collect();
        // Files first: folders that other links lead to may hold them.
        let (files, folders): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, to)| held.contains_key(to));
        for (link, to) in files {
            self.copy(&mut held, &to, link);
        }
        let mut left = MOST;
        for (link, to) in folders {
            let below = format!("{to}/");
            let inside =
                held.range(below.clone()..).map_while(|(path, _)| path.strip_prefix(&below));
            let inside: Vec<String> = inside.map(str::to_owned).collect();
            // A folder cannot stand in itself.
            if inside.is_empty() || link.starts_with(&below) || inside.len() > left {
                continue;
            }
            left -= inside.len();
            for rest in inside {
                self.copy(&mut held, &format!("{below}{rest}"), format!("{link}/{rest}"));
            }
            self.links.remove(&link);
        }
        self.files = held.into_iter().collect();
        self
    }

    /// A file under another path, too.
    fn copy(&mut self, held: &mut Held, from: &str, to: String) {
        let Some(bytes) = held.get(from).cloned() else { return };
        if self.programs.contains(from) {
            self.programs.insert(to.clone());
        }
        self.links.remove(&to);
        held.insert(to, bytes);
    }

    /// Where a link leads, by a path in the template; `hops` is how many links it may lead through.
    fn target(&self, link: &str, hops: &mut usize) -> Option<String> {
        *hops = hops.checked_sub(1)?;
        let to = self.links.get(link).filter(|to| !to.starts_with(['/', '\\']))?;
        let mut at: Vec<String> = link.split('/').map(str::to_owned).collect();
        at.pop();
        for name in to.split('/') {
            match name {
                "" | "." => continue,
                ".." => drop(at.pop()?),
                _ => at.push(name.to_owned()),
            }
            let here = at.join("/");
            if self.links.contains_key(&here) {
                at = self.target(&here, hops)?.split('/').map(str::to_owned).collect();
            }
        }
        Some(at.join("/")).filter(|path| !path.is_empty())
    }
}
