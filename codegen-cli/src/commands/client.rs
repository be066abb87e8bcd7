//! `cargo gen client`: the code of an API, into a folder of its own.

use std::path::{Path, PathBuf};

use serde_json::json;
use typewright_core::diag::nearest;
use typewright_core::emit::{EMITTERS, Options};
use typewright_core::model::path;

use super::outcome;
use crate::cli::Client;
use crate::error::{CommandError, Kind, Mistake};
use crate::lock::Lock;
use crate::output::Output;
use crate::read::proto;
use crate::recipe::{Recipe, Verb, path_between};
use crate::report::{Answer, HELP};
use crate::settings::Settings;
use crate::stage::{self, Action};

/// Generates into `--out`, and says what the code needs around it.
pub(super) fn run(args: &Client, settings: &Settings) -> Result<Answer, CommandError> {
    let mut options: Vec<String> =
        args.options.iter().map(|option| from_folder(option, &args.out)).collect();
    options.extend(args.json.iter().map(|form| format!("json={form}")));
    options.extend(args.server.then(|| "server".to_owned()));
    let mut recipe = Recipe { options, ..Recipe::new(Verb::Client) };
    recipe.emitters = emitters(&args.emit, &recipe.options()?)?;
    let turn = stage::take_turn(&args.out)?;
    let before = Lock::read(&args.out)?;
    if before
        .as_ref()
        .is_some_and(|lock| !matches!(lock.recipe.verb, Verb::Client | Verb::Stringer))
    {
        let message = format!("`{}` holds what another command generated", args.out.display());
        return Err(CommandError::usage(message)
            .help("generate its code with `cargo gen check --fix`, or choose another `--out`"));
    }
    let compiled = proto::compile(&args.sources, &settings.include, settings.compiler)?;
    let from_out = |path: &PathBuf| path_between(&args.out, path);
    let recipe = Recipe {
        sources: args.sources.iter().map(from_out).collect(),
        includes: compiled.includes.iter().map(from_out).collect(),
        stringers: before.as_ref().map(|l| l.recipe.stringers.clone()).unwrap_or_default(),
        ..recipe
    };
    let (files, schema) = recipe.api(&args.out, Some(&compiled))?;
    let mut files = Output::try_from(files)?;
    for (path, stringer) in &recipe.stringers {
        files.insert(path.as_str(), &stringer.make(&args.out)?)?;
    }
    let lock = Lock::new(recipe, &files, before.as_ref());
    let mut plan = stage::plan(&args.out, files, before.as_ref(), lock.to_contents()?)?;
    if args.force {
        plan.force();
    }
    let dependencies = dependencies(&lock.recipe.emitters, &args.out, settings);
    let json = json!({
        "verb": "client",
        "services": schema.services.iter().map(|s| &s.id).collect::<Vec<_>>(),
        "dependencies": dependencies,
    });
    let mut answer = outcome::finish(&plan, &turn, args.preview, settings, json)?;
    if plan.count(Action::Create) > 0 {
        answer.notes.push_str(&next_steps(&args.out, &dependencies));
    }
    Ok(answer)
}

/// An option as the lock keeps it: a file that it names is found from the folder.
fn from_folder(option: &str, folder: &Path) -> String {
    let (name, file) = option.split_once('=').unwrap_or((option, ""));
    match (name.trim(), file.trim()) {
        ("service_config", file) if !file.is_empty() => {
            format!("service_config={}", path_between(folder, Path::new(file)))
        }
        ("gen_crate", file) => {
            let file = if file.is_empty() { "Cargo.toml" } else { file };
            format!("gen_crate={}", path_between(folder, Path::new(file)))
        }
        _ => option.to_owned(),
    }
}

/// The emitters to run, in the order of the table, with those that they need.
fn emitters(named: &[String], options: &Options) -> Result<Vec<String>, CommandError> {
    let wanted: Vec<&String> = named.iter().chain(&options.emitters).collect();
    let known = || EMITTERS.iter().map(|e| e.name);
    let unknown = |name: &&&String| !known().any(|k| k == ***name);
    let mistake = |name: &&String| {
        let mistake = Mistake::new(format!("there is no emitter `{name}`"));
        match nearest(name, known()) {
            Some(near) => mistake.help(format!("did you mean `{near}`?")),
            None => mistake,
        }
        .help(format!("emitters: {}", known().collect::<Vec<_>>().join(", ")))
    };
    let mistakes = wanted.iter().filter(unknown).map(mistake).collect();
    CommandError::unless_empty(Kind::Usage, mistakes)?;
    let all = Options { emitters: wanted.into_iter().cloned().collect(), ..options.clone() };
    let chosen = |name: &str| all.runs(name);
    let needed = |name: &str| EMITTERS.iter().any(|e| chosen(e.name) && e.needs.contains(&name));
    Ok(known().filter(|name| chosen(name) || needed(name)).map(str::to_owned).collect())
}

/// What the generated code needs in `Cargo.toml`, by crate.
fn dependencies(
    emitters: &[String],
    out: &Path,
    settings: &Settings,
) -> Vec<(&'static str, String)> {
    // The folder that holds the manifest, if there is one yet.
    let absolute = std::path::absolute(out).unwrap_or(out.into());
    let package = absolute.ancestors().find(|at| at.join("Cargo.toml").is_file());
    let runtimes = settings.runtimes(package.unwrap_or(&absolute));
    let runtime = |name: &str| runtimes.get(name).map(|source| format!("{{ {source} }}"));
    let mut needs = Vec::new();
    for emitter in emitters {
        match &**emitter {
            "messages" => needs
                .extend([("prost", "\"0.14\"".to_owned()), ("prost-types", "\"0.14\"".to_owned())]),
            "client" => needs.extend(runtime("client").map(|d| ("typewright-client", d))),
            "json" => needs.extend(runtime("json").map(|d| ("typewright-json", d))),
            "server" => needs.extend(runtime("server").map(|d| ("typewright-server", d))),
            "commands" => needs.extend(runtime("ops").map(|d| ("typewright-ops", d))),
            _ => {}
        }
    }
    needs
}

fn next_steps(out: &Path, dependencies: &[(&'static str, String)]) -> String {
    if dependencies.is_empty() {
        return String::new();
    }
    let module = out.file_name().map(|name| path::snake(&name.to_string_lossy()));
    let module = module.unwrap_or_else(|| "api".to_owned());
    let lines: String = dependencies.iter().map(|(k, v)| format!("    {k} = {v}\n")).collect();
    format!(
        "  {HELP}next{HELP:#}: declare the folder as a module that `cargo fmt` leaves alone\n    \
         #[rustfmt::skip]\n    pub mod {module};\n  \
         {HELP}next{HELP:#}: the code needs these dependencies in Cargo.toml\n{lines}"
    )
}
