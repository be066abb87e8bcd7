//! Services and methods ▶ the tree of commands.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap::{Arg, Command};
use heck::ToKebabCase;

use crate::commands::controls;
use crate::commands::docs;
use crate::commands::examples;
use crate::flags::Flags;
use crate::table::{Method, Service};

/// A method with the words that select it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selected {
    pub(crate) service: &'static Service,
    pub(crate) method: &'static Method,
}

/// What becomes of the services and methods beside the selected ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Siblings {
    /// They are there by name, for completions and manual pages.
    Named,
    /// They are left out.
    Left,
}

/// A method with its whole command: `items get`.
#[derive(Clone, Debug)]
pub(crate) struct Full {
    pub(crate) words: String,
    pub(crate) service: &'static Service,
    pub(crate) method: &'static Method,
}

/// All commands by name.
#[derive(Debug)]
pub(crate) struct Tree {
    /// Everything but the services. Made once, as a third of a short run would be the making of it.
    pub(crate) root: Command,
    services: Vec<Named<&'static Service>>,
    /// Names of commands that no service and no method can have.
    taken: BTreeSet<String>,
}

#[derive(Clone, Debug)]
struct Named<T> {
    name: String,
    of: T,
}

impl Tree {
    /// A service or method that would have a name that is `taken` gets `-service` or `-method`.
    pub(crate) fn new(
        root: Command,
        services: &[&'static Service],
        taken: BTreeSet<String>,
    ) -> Tree {
        let mut used = taken.clone();
        let plain: Vec<String> = services.iter().map(|s| s.name().to_kebab_case()).collect();
        let named = services.iter().zip(&plain).map(|(service, name)| {
            // Services of one name in two packages are both told by their package.
            let twice = plain.iter().filter(|other| *other == name).count() > 1;
            let package = service.id.strip_suffix(service.name()).unwrap_or_default();
            let name = if twice { format!("{package}{name}") } else { name.clone() };
            Named { name: free(name, "-service", &mut used), of: *service }
        });
        Tree { root, services: named.collect(), taken }
    }

    /// One service alone needs no name.
    fn hoisted(&self) -> Option<&'static Service> {
        match self.services.as_slice() {
            [only] => Some(only.of),
            _ => None,
        }
    }

    /// Whether methods stand at the root.
    pub(crate) fn is_flat(&self) -> bool {
        self.hoisted().is_some()
    }

    /// All methods, in the order of the schema.
    pub(crate) fn commands(&self) -> Vec<Full> {
        let flat = self.is_flat();
        let of = |named: &Named<&'static Service>| {
            let (name, service) = (named.name.clone(), named.of);
            self.methods(service).into_iter().map(move |method| {
                let words = if flat { method.name } else { format!("{name} {}", method.name) };
                Full { words, service, method: method.of }
            })
        };
        self.services.iter().flat_map(of).collect()
    }

    /// The command that the words ask for: only its flags are built, whatever the size of the API.
    pub(crate) fn select<'w>(
        &self,
        words: &[&'w str],
    ) -> (Option<&'static Service>, Option<Selected>) {
        let words = words.strip_prefix(&["help"]).unwrap_or(words);
        let (service, words) = match self.hoisted() {
            Some(service) => (Some(service), words),
            None => {
                let named = |word: &&'w str| self.services.iter().find(|s| s.name == **word);
                (words.first().and_then(named).map(|s| s.of), words.get(1..).unwrap_or_default())
            }
        };
        let method = service.and_then(|service| {
            let word = words.first()?;
            let method = self.methods(service);
            let method = method.into_iter().find(|method| method.name == **word)?.of;
            Some(Selected { service, method })
        });
        (service, method)
    }

    /// Adds everything: a work of seconds for the largest APIs, so only for what cannot do with
    /// less.
    pub(crate) fn whole(&self, root: Command, flags: impl Fn(&'static Method) -> Flags) -> Command {
        let tool = root.get_name().to_owned();
        let with_methods = |command: Command, service: &'static Service| {
            let methods = self.methods(service).into_iter();
            let around = self.around(service);
            command.subcommands(methods.map(|method| {
                let flags = flags(method.of);
                method_command(method, Some(&flags), (&tool, around))
            }))
        };
        match self.hoisted() {
            Some(only) => with_methods(root, only),
            None => root.subcommands(
                self.services.iter().map(|named| with_methods(service_command(named), named.of)),
            ),
        }
    }

    /// Adds the services, the methods of one of them, and the flags of one of those. Of services and
    /// methods that are not the selected ones, `siblings` says what becomes.
    pub(crate) fn build(
        &self,
        root: Command,
        service: Option<&'static Service>,
        selected: Option<(Selected, &Flags)>,
        siblings: Siblings,
    ) -> Command {
        let alone = |one: bool| one && siblings == Siblings::Left;
        let tool = root.get_name().to_owned();
        let with_methods = |command: Command, of: &'static Service| {
            let around = self.around(of);
            command.subcommands(self.methods(of).into_iter().filter_map(|method| {
                let flags = selected
                    .filter(|(selected, _)| std::ptr::eq(selected.method, method.of))
                    .map(|(_, flags)| flags);
                let left = flags.is_none() && alone(selected.is_some());
                (!left).then(|| method_command(method, flags, (&tool, around)))
            }))
        };
        if let Some(only) = self.hoisted() {
            return with_methods(root, only);
        }
        root.subcommands(self.services.iter().filter_map(|named| {
            let open = service.is_some_and(|service| std::ptr::eq(service, named.of));
            let left = !open && alone(service.is_some());
            let command = || service_command(named);
            (!left).then(|| if open { with_methods(command(), named.of) } else { command() })
        }))
    }

    /// The word in front of the methods of a service, if there is one.
    fn around(&self, service: &'static Service) -> Option<&str> {
        let named = self.services.iter().find(|named| std::ptr::eq(named.of, service));
        named.filter(|_| !self.is_flat()).map(|named| named.name.as_str())
    }

    /// The methods of a service by their names; at the root, some are taken.
    fn methods(&self, service: &'static Service) -> Vec<Named<&'static Method>> {
        let mut taken = BTreeSet::from(["help".to_owned()]);
        if self.is_flat() {
            taken.extend(self.taken.iter().cloned());
        }
        let named = service.methods.iter().map(|method| Named {
            name: free(method.name.to_kebab_case(), "-method", &mut taken),
            of: method,
        });
        named.collect()
    }
}

/// The name, or the name with as many suffixes as it takes to be new.
fn free(mut name: String, suffix: &str, taken: &mut BTreeSet<String>) -> String {
    while !taken.insert(name.clone()) {
        name.push_str(suffix);
    }
    name
}

fn service_command(named: &Named<&'static Service>) -> Command {
    let plain = format!("The methods of {}", named.of.id);
    Command::new(named.name.clone())
        .about(about(named.of.docs, named.of.deprecated, plain))
        .long_about(docs::whole(named.of.docs))
        .subcommand_required(true)
        .arg_required_else_help(true)
}

fn method_command(
    method: Named<&'static Method>,
    flags: Option<&Flags>,
    (tool, service): (&str, Option<&str>),
) -> Command {
    let Method { docs, path, deprecated, .. } = *method.of;
    let plain = format!("Calls {}", path.trim_start_matches('/').replace('/', "."));
    let words: Vec<&str> = service.into_iter().chain([&*method.name]).collect();
    let words = words.join(" ");
    let command = Command::new(method.name).about(about(docs, deprecated, plain));
    let Some(flags) = flags else { return command };
    let examples = examples::text(tool, &words, method.of, flags);
    let text = format!("{}\n\nCalls {path}.\n\n{examples}", docs::whole(docs));
    command.long_about(text.trim().to_owned()).args(controls::args(method.of)).args(flags.args())
}

/// The first sentence of the docs, or what is said of that which nobody described.
fn about(docs: &str, deprecated: bool, plain: String) -> String {
    let first = Some(docs::first_sentence(docs)).filter(|first| !first.is_empty());
    let first = first.unwrap_or(plain);
    if deprecated { format!("{first} [deprecated]") } else { first }
}

/// The words of a command line that are no flags and no values of the tool's own flags.
pub(crate) fn words<'a>(globals: &Command, args: &'a [impl AsRef<OsStr>]) -> Vec<&'a str> {
    let words = positions(globals, args).into_iter();
    words.filter_map(|at| args[at].as_ref().to_str()).collect()
}

/// Where these words stand.
pub(crate) fn positions(globals: &Command, args: &[impl AsRef<OsStr>]) -> Vec<usize> {
    let takes_next = |arg: &Arg| arg.get_action().takes_values() && !arg.is_require_equals_set();
    let mut words = Vec::new();
    let texts = args.iter().enumerate();
    let mut args = texts.filter_map(|(at, arg)| Some((at, arg.as_ref().to_str()?)));
    while let Some((at, arg)) = args.next() {
        let valued = if arg == "--" {
            break;
        } else if let Some(long) = arg.strip_prefix("--") {
            globals.get_arguments().any(|a| a.get_long() == Some(long) && takes_next(a))
        } else if let Some(shorts) = arg.strip_prefix('-').filter(|shorts| !shorts.is_empty()) {
            // Of `-vH` the last letter may take the next word; of `-Hvalue` none does.
            let takes = |letter: char| {
                globals.get_arguments().any(|a| a.get_short() == Some(letter) && takes_next(a))
            };
            shorts.chars().position(takes) == Some(shorts.chars().count() - 1)
        } else {
            words.push(at);
            false
        };
        if valued {
            args.next();
        }
    }
    words
}
