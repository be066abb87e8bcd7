//! `context`: the profiles of the settings, for switching between servers.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};
use typewright_settings::{ConfigCommand, Loader, Origin, Problems};

use crate::commands::builtin::LAST;
use crate::output::print;
use crate::output::report::{Exit, Report};
use crate::own::Own;
use crate::settings::Output;

/// The command for clap.
pub(crate) fn command() -> Command {
    let name = || Arg::new("name").value_name("NAME");
    Command::new("context")
        .about("Lists, shows and chooses contexts: the `profiles` of the settings")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .display_order(LAST)
        .subcommands([
            Command::new("list").about("Lists all contexts"),
            Command::new("use")
                .about("Makes a context count from now on, in the user's settings file")
                .arg(name().required(true)),
            Command::new("show")
                .about("Shows what a context sets, and where")
                .arg(name().help("[default: the one that counts]")),
        ])
}

/// Runs it. `file` is the one that `--config` names.
pub(crate) fn run(
    (matches, own): (&ArgMatches, &Own),
    loader: &Loader,
    file: Option<&str>,
    output: Output,
    report: &mut Report<'_>,
) -> Result<Exit, Exit> {
    let told = |problems: Problems, report: &mut Report<'_>| {
        report.say(&problems.to_string());
        if problems.exit_code() == 1 { Exit::Failed } else { Exit::Usage }
    };
    let name = |matches: &ArgMatches| matches.get_one::<String>("name").cloned();
    match matches.subcommand() {
        Some(("use", matches)) => {
            let name = name(matches).unwrap_or_default();
            let answer = loader.select(own.schema, &name, file.unwrap_or("user"));
            let answer = answer.map_err(|problems| told(problems, report))?;
            answer.notes.iter().for_each(|note| report.note(note));
            if is_data(output) {
                report.data(&print::document(&answer.json, output))?;
            }
            Ok(Exit::Ok)
        }
        Some(("show", matches)) => {
            let loader = match name(matches) {
                Some(name) => loader.clone().profile(&name),
                None => loader.clone(),
            };
            let text =
                show(own, &loader, output, report).map_err(|problems| told(problems, report))?;
            report.whole(&text).map(|()| Exit::Ok)
        }
        _ => {
            let text = list(own, loader, output, report);
            report.whole(&text).map(|()| Exit::Ok)
        }
    }
}

fn is_data(output: Output) -> bool {
    !matches!(output, Output::Table | Output::Text)
}

fn list(own: &Own, loader: &Loader, output: Output, report: &Report<'_>) -> String {
    let profiles = loader.profiles(own.schema);
    let selected = profiles.selected.as_ref().map(|(name, place)| (&**name, place.to_string()));
    let all = profiles.names.iter().map(|(name, files)| {
        let place = selected.as_ref().filter(|(selected, _)| selected == name);
        (name, files, place.map(|(_, place)| place))
    });
    let paint = report.paint();
    if is_data(output) {
        let all: Json = all
            .map(|(name, files, place)| {
                json!({ "name": name, "files": files, "selected": place.is_some(), "by": place })
            })
            .collect();
        return paint.document(print::document(&all, output), output);
    }
    let rows = all.map(|(name, files, place)| {
        let by = place.map(|place| format!("by {place}")).unwrap_or_default();
        let mark = if place.is_some() { "*" } else { "" };
        vec![mark.to_owned(), print::printable(name), files.join(", "), by]
    });
    let heading = ["", "NAME", "FILES", "SELECTED"].map(str::to_owned).to_vec();
    print::grid(&[heading].into_iter().chain(rows).collect::<Vec<_>>(), paint)
}

/// What is set under a context, defaults apart.
fn show(
    own: &Own,
    loader: &Loader,
    output: Output,
    report: &mut Report<'_>,
) -> Result<String, Problems> {
    let answer = (own.config)(&ConfigCommand::Show { origin: true }, loader)?;
    answer.notes.iter().for_each(|note| report.note(note));
    let rows = answer.json["settings"].as_array().cloned().unwrap_or_default();
    let default = Origin::Default.to_string();
    let set: Vec<Json> = rows.into_iter().filter(|row| row["origin"] != *default).collect();
    let selected = loader.profiles(own.schema).selected.map(|(name, _)| name);
    let paint = report.paint();
    if is_data(output) {
        let all = json!({ "context": selected, "settings": set });
        return Ok(paint.document(print::document(&all, output), output));
    }
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let rows =
        set.iter().map(|row| vec![text(&row["key"]), text(&row["value"]), text(&row["origin"])]);
    let heading = ["SETTING", "VALUE", "FROM"].map(str::to_owned).to_vec();
    Ok(print::grid(&[heading].into_iter().chain(rows).collect::<Vec<_>>(), paint))
}
