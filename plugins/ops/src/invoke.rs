//! Settings and arguments ▶ the plan of a call.

use std::path::PathBuf;

use clap::ArgMatches;
use typewright_settings::{Loaded, Origin};

use crate::auth;
use crate::call::{self, Plan};
use crate::confirm;
use crate::controls;
use crate::details;
use crate::dry_run;
use crate::dynamic::DynamicMessage;
use crate::flags::Flags;
use crate::json::{self, Types};
use crate::report::{Exit, Report};
use crate::request::{endpoint, headers, requests};
use crate::settings::Options;
use crate::table::Service;
use crate::tool::Tool;
use crate::tree::Selected;

impl Tool {
    pub(crate) fn types(&self) -> Types {
        let all = self.services.iter().flat_map(|service| service.methods);
        let messages = all.flat_map(|method| [method.input, method.output]);
        Types::new(messages.chain(details::STANDARD))
    }

    /// Where calls go that are of no one service.
    pub(crate) fn endpoint(&self, options: &Options) -> String {
        static NONE: Service = Service::NEW;
        endpoint(self.services.first().copied().unwrap_or(&NONE), options)
    }

    pub(crate) fn call(
        &self,
        Selected { service, method }: Selected,
        flags: &Flags,
        matches: &ArgMatches,
        settings: &Loaded<Options>,
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let types = self.types();
        let leaf = leaf(matches);
        let (requests, headers) =
            (requests(method, flags, leaf, &types), headers(&settings.value.headers));
        let credentials = auth::credentials(&settings.value);
        let printer = controls::printer(method, leaf, settings, &types, report.paint());
        let all = (requests, headers, credentials, printer);
        let (requests, headers, credentials, printer) = match all {
            (Ok(requests), Ok(headers), Ok(credentials), Ok(printer)) => {
                (requests, headers, credentials, printer)
            }
            (requests, headers, credentials, printer) => {
                let problems = [requests.err(), headers.err(), credentials.err(), printer.err()];
                let problems = problems.into_iter().flatten().flatten();
                problems.for_each(|problem| report.error(&problem));
                return Ok(Exit::Usage);
            }
        };
        let plan = Plan {
            method,
            endpoint: endpoint(service, &settings.value),
            user_agent: format!("{}/{}", self.name, self.version),
            options: &settings.value,
            limit_streams: settings.origin("timeout").is_some_and(|o| *o != Origin::Default),
            headers,
            credentials,
            types: &types,
            printer,
            items: controls::items(leaf),
            poll: controls::poll(leaf),
        };
        if leaf.get_flag("dry-run") {
            return report.whole(&dry_run::text(&plan, &requests)).map(|()| Exit::Ok);
        }
        let yes = leaf.try_get_one::<bool>("yes").ok().flatten();
        if yes == Some(&false) && !confirm::ask(method, &plan.endpoint, report) {
            return Ok(Exit::Usage);
        }
        if settings.value.verbose > 0 {
            report.say(&format!("> {} {}", plan.endpoint, method.path));
            plan.headers.iter().for_each(|(key, _)| report.say(&format!("> {key}: ***")));
            for request in &requests {
                report.say(&format!("> {}", json::masked(request, &types)));
            }
        }
        if let Some(file) = leaf.get_one::<PathBuf>("save") {
            report.save_to(file.clone());
        }
        let requests = requests.iter().map(DynamicMessage::encode).collect();
        Ok(call::run(&plan, requests, report))
    }
}

/// The arguments of the innermost command.
fn leaf(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, inner)| leaf(inner))
}
