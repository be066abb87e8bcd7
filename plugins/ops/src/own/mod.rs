//! What a tool has beside its services: settings and commands that somebody wrote by hand.

pub(crate) mod context;

use std::any::{Any, TypeId, type_name};
use std::fmt;

use clap::{ArgMatches, Args, Command};
use typewright_settings::derive::Fields;
use typewright_settings::{
    Answer, ConfigCommand, Field, Invalid, Kind, Loaded, Loader, Problems, Section, Setting,
    Settings, Value,
};

use self::context::{Common, Context, Failure};
use crate::call;
use crate::call::wait;
use crate::connection::Environment;
use crate::json::Types;
use crate::output::report::{Exit, Report};
use crate::settings::Options;
use crate::tool::Tool;

/// The settings of a tool as a whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Own {
    pub(crate) schema: &'static Section,
    pub(crate) load: fn(&Loader) -> Result<Both, Problems>,
    pub(crate) config: fn(&ConfigCommand, &Loader) -> Result<Answer, Problems>,
}

/// The settings that every tool has, and those of this one.
pub(crate) type Both = (Loaded<Options>, Box<dyn Any>);

impl Own {
    /// A tool without settings of its own.
    pub(crate) fn none() -> Own {
        Own {
            schema: Options::SCHEMA,
            load: |loader| Ok((loader.load()?, Box::new(()))),
            config: |command, loader| command.run::<Options>(loader),
        }
    }

    /// Settings beside those that every tool has.
    pub(crate) fn of<S: Settings + 'static>() -> Own {
        const { typewright_settings::derive::check(Beside::<S>::SCHEMA) };
        Own {
            schema: Beside::<S>::SCHEMA,
            load: |loader| {
                let mut own: Box<dyn Any> = Box::new(());
                let options = loader.load::<Beside<S>>()?.map(|beside| {
                    own = Box::new(beside.own);
                    beside.options
                });
                Ok((options, own))
            },
            config: |command, loader| command.run::<Beside<S>>(loader),
        }
    }
}

/// Two sections as one: a derive would know `S` too late.
struct Beside<S> {
    options: Options,
    own: S,
}

impl<S: Settings> Beside<S> {
    const FIELDS: &'static [Field] = &[
        Field::new("options", <Options as Setting>::KIND).flatten(),
        Field::new("own", <S as Setting>::KIND).flatten(),
    ];

    const fn section() -> Section {
        let section = Section::new(Options::SCHEMA.name, Options::SCHEMA.docs, Self::FIELDS);
        let profiles = Options::SCHEMA.profiles || S::SCHEMA.profiles;
        let section = if profiles { section.profiles() } else { section };
        if Options::SCHEMA.set || S::SCHEMA.set { section.set() } else { section }
    }
}

impl<S: Settings> Settings for Beside<S> {
    const SCHEMA: &'static Section = &Self::section();
}

impl<S: Settings> Setting for Beside<S> {
    const KIND: Kind = Kind::Section(Self::SCHEMA);

    fn read(value: Value<'_>) -> Result<Self, Vec<Invalid>> {
        let mut fields = Fields::new(value);
        let (options, own) = (fields.beside(Options::read), fields.beside(S::read));
        match (options, own) {
            (Some(options), Some(own)) => Ok(Beside { options, own }),
            _ => Err(fields.invalid()),
        }
    }
}

impl Tool {
    /// Runs the command of this name, if somebody wrote it.
    pub(crate) fn handmade(
        &self,
        (name, matches): (&str, &ArgMatches),
        (options, own, env): (&Options, &dyn Any, &Environment),
        types: &Types,
        report: &mut Report<'_>,
    ) -> Option<Result<Exit, Exit>> {
        let command = self.commands.iter().find(|command| command.name == name)?;
        let outcome = (command.run)(matches, Common::new(self, (options, env), own, report));
        let endpoint = context::endpoint(&self.services, options);
        let told = |failure: Failure| failure.tell(&endpoint, types, report);
        Some(outcome.map(|()| Exit::Ok).map_err(told))
    }
}

/// A command that somebody wrote.
pub(crate) struct Handmade {
    pub(crate) name: &'static str,
    args: fn(Command) -> Command,
    run: Box<Run>,
}

type Run = dyn Fn(&ArgMatches, Common<'_>) -> Result<(), Failure>;

impl fmt::Debug for Handmade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handmade").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Handmade {
    /// The one place where code is compiled for each command: it is short.
    pub(crate) fn new<A, S, F>(name: &'static str, run: F) -> Handmade
    where
        A: Args,
        S: 'static,
        F: AsyncFn(A, &mut Context<'_, S>) -> Result<(), Failure> + 'static,
    {
        let run = move |matches: &ArgMatches, common: Common<'_>| {
            let args = A::from_arg_matches(matches)?;
            let settings = own::<S>(name, common.own)?;
            let mut context = Context { settings, common };
            let runtime = call::runtime().map_err(Failure::new)?;
            let outcome = runtime.block_on(wait::quietly(run(args, &mut context)));
            runtime.shutdown_background();
            outcome.unwrap_or_else(|signal| Err(Failure::interrupted(signal)))
        };
        Handmade { name, args: A::augment_args, run: Box::new(run) }
    }

    /// For clap.
    pub(crate) fn command(&self) -> Command {
        (self.args)(Command::new(self.name))
    }
}

/// The settings that a command takes: those of the tool, or none.
fn own<'s, S: 'static>(name: &str, settings: &'s dyn Any) -> Result<&'s S, Failure> {
    let none: &'static dyn Any = &();
    let found = match TypeId::of::<S>() == TypeId::of::<()>() {
        true => none.downcast_ref(),
        false => settings.downcast_ref(),
    };
    found.ok_or_else(|| {
        let wanted = type_name::<S>();
        Failure::new(format!("the command `{name}` takes settings that this tool has not"))
            .help(format!("call `.settings::<{wanted}>()` where the tool is made"))
    })
}
