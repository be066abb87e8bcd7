//! Commands and settings that somebody wrote by hand.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use prost::bytes::Bytes;
use typewright_ops::{Context, Failure, Tool};
use typewright_settings::{ByteSize, Export, Settings};

use crate::server::{WORLDS, start};
use crate::tool::{Run, run};

#[derive(Settings, Clone, Debug)]
struct Own {
    /// How much is kept.
    #[setting(default = "10 MiB")]
    cache_size: ByteSize,
    /// Whom to tell.
    notify: Option<String>,
}

/// Prunes what is old.
struct Prune {
    dry: bool,
}

// What `#[derive(Args)]` makes.
impl FromArgMatches for Prune {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self { dry: matches.get_flag("dry") })
    }
    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Prune {
    fn augment_args(command: Command) -> Command {
        let dry = Arg::new("dry").long("dry").action(ArgAction::SetTrue).help("Only looks");
        command.about("Prunes what is old").arg(dry)
    }
    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

#[derive(serde::Serialize)]
struct Row {
    size: u64,
    dry: bool,
}

async fn prune(args: Prune, context: &mut Context<'_, Own>) -> Result<(), Failure> {
    let Own { cache_size, notify } = context.settings().clone();
    if notify.as_deref() == Some("nobody") {
        return Err(Failure::new("nobody is there").help("name somebody"));
    }
    context.say("pruning");
    context.print(&[Row { size: cache_size.0, dry: args.dry }])
}

async fn echo(_: Prune, context: &mut Context<'_>) -> Result<(), Failure> {
    // The request is `must: 5`.
    let request = Bytes::from_static(&[88, 5]);
    let method = WORLDS.methods.iter().find(|method| method.name == "Echo").expect("Echo");
    let answer = context.channel()?.raw_unary(method.path, request).await?;
    context.write(&format!("{} bytes\n", answer.len()))
}

async fn fails(_: Prune, _: &mut Context<'_>) -> Result<(), Failure> {
    "many".parse::<u8>()?;
    Ok(())
}

fn tool() -> Tool {
    Tool::new("worlds", "1.2.3")
        .services(&[&WORLDS])
        .settings::<Own>()
        .command("prune", prune)
        .command("echo", echo)
        .command("fails", fails)
}

fn in_empty(args: &[&str], env: &[(&str, &str)]) -> Run {
    run(&tool(), args, env)
}

#[test]
fn a_command_has_arguments_settings_and_output() {
    let json = in_empty(&["prune", "--dry", "-o", "ndjson"], &[]);
    assert_eq!(json.out, "[{\"size\":10485760,\"dry\":true}]\n");
    assert_eq!((json.err.as_str(), json.code), ("pruning\n", 0));
    let table = in_empty(&["prune", "--cache-size", "1 KiB", "-o", "table"], &[]);
    assert_eq!(table.out, "size  dry\n1024  false\n");
    let yaml = in_empty(&["prune", "-o", "yaml"], &[("WORLDS_CACHE_SIZE", "7")]);
    assert_eq!(yaml.out, "- size: 7\n  dry: false\n");
    let failed = in_empty(&["prune"], &[("WORLDS_NOTIFY", "nobody")]);
    assert_eq!(failed.err, "error: nobody is there\n  help: name somebody\n");
    assert_eq!(failed.code, 1);
    let wrong = in_empty(&["prune", "--cache-size", "1 mile"], &[]);
    assert!(wrong.err.contains("--cache-size"), "{}", wrong.err);
    assert_eq!(wrong.code, 2);
    let wrong = in_empty(&["prune", "--dri"], &[]);
    assert!(wrong.err.contains("--dry"), "{}", wrong.err);
    assert_eq!(wrong.code, 2);
}

#[test]
fn every_error_is_a_failure_and_a_status_is_its_exit_code() {
    let failed = in_empty(&["fails"], &[]);
    assert_eq!(failed.err, "error: invalid digit found in string\n");
    assert_eq!(failed.code, 1);
    let there = in_empty(&["echo", "-e", &start()], &[]);
    assert_eq!((there.out.as_str(), there.code), ("2 bytes\n", 0), "{}", there.err);
    let refused = in_empty(&["echo", "-e", "http://127.0.0.1:1", "--retries", "0"], &[]);
    assert!(refused.err.starts_with("error: UNAVAILABLE (14): "), "{}", refused.err);
    assert!(refused.err.contains("see --endpoint"), "{}", refused.err);
    assert_eq!(refused.code, 78);
    let fake = in_empty(&["echo", "--fake"], &[]);
    assert!(fake.out.ends_with(" bytes\n"), "{} {}", fake.out, fake.err);
}

#[test]
fn it_is_a_command_like_all_others() {
    let help = in_empty(&["--help"], &[]).out;
    for text in ["prune", "Prunes what is old", "echo-method", "--cache-size <SIZE>"] {
        assert!(help.contains(text), "no `{text}` in {help}");
    }
    let help = in_empty(&["prune", "--help"], &[]).out;
    assert!(help.contains("--dry") && help.contains("--endpoint"), "{help}");
    let page = in_empty(&["man", "prune"], &[]).out;
    assert!(page.contains("Prunes what is old"), "{page}");
    let script = in_empty(&["completions", "bash"], &[]);
    assert_eq!(script.code, 0);
    let list = in_empty(&["list", "-o", "json"], &[]).out;
    assert!(list.contains("echo-method"), "the method is called so everywhere: {list}");
    let shown = in_empty(&["config", "show", "--origin"], &[("WORLDS_CACHE_SIZE", "9")]).out;
    assert!(shown.contains("cache_size: \"9\"  # WORLDS_CACHE_SIZE\n"), "{shown}");
    let why = in_empty(&["config", "explain", "cache_size"], &[]).out;
    assert!(why.contains("How much is kept"), "{why}");
    let schema = in_empty(&["config", "schema"], &[]).out;
    assert!(schema.contains("cache_size") && schema.contains("connect_timeout"), "{schema}");
    let init = in_empty(&["config", "init", "-"], &[]).out;
    assert!(init.contains("cache_size: 10 MiB") && init.contains("timeout: 30s"), "{init}");
    for (form, _) in Export::ALL {
        let file = in_empty(&["config", "export", form], &[]).out;
        let names = ["cache_size", "WORLDS_CACHE_SIZE"];
        assert!(names.iter().any(|name| file.contains(name)), "{form}: {file}");
        assert!(file.contains("How much is kept"), "{form}: {file}");
    }
}

/// A command that stands in place of a built-in one, and one whose settings nobody added.
#[test]
fn names_and_settings_that_do_not_fit() {
    let version = Tool::new("worlds", "1").command("version", fails).services(&[&WORLDS]);
    let run = crate::tool::run(&version, &["version"], &[]);
    assert_eq!(run.err, "error: invalid digit found in string\n");
    let missing = Tool::new("worlds", "1").command("prune", prune).services(&[&WORLDS]);
    let run = crate::tool::run(&missing, &["prune"], &[]);
    assert!(run.err.contains("takes settings that this tool has not"), "{}", run.err);
    assert!(run.err.contains(".settings::<"), "{}", run.err);
    assert_eq!(run.code, 1);
}
