//! Settings and arguments ▶ the plan of a call.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ArgMatches;
use typewright_client::is_secret;
use typewright_settings::{Loaded, Origin};

use crate::call::confirm;
use crate::call::dry_run;
use crate::call::envelope::Envelope;
use crate::call::{self, Plan, Requests};
use crate::commands::controls;
use crate::commands::tree::Selected;
use crate::connection::auth;
use crate::connection::trace::{self, Filter};
use crate::connection::{self, Environment};
use crate::flags::Flags;
use crate::json::{self, Types};
use crate::output::paint::Paint;
use crate::output::report::{Exit, Report};
use crate::request::source;
use crate::request::{endpoint, headers, requests};
use crate::settings::{Options, Output};
use crate::table::{Method, Service};
use crate::tool::Tool;
use typewright_json::details;

impl Tool {
    pub(crate) fn types(&self) -> Types {
        let all = self.services.iter().flat_map(|service| service.methods.iter());
        let messages = all.flat_map(Method::messages);
        Types::new(messages.chain(details::ALL))
    }

    /// Where calls go that are of no one service.
    pub(crate) fn endpoint(&self, options: &Options) -> String {
        static NONE: Service = Service::new("none", &[]);
        endpoint(self.services.first().copied().unwrap_or(&NONE), options)
    }

    pub(crate) fn call(
        &self,
        Selected { service, method }: Selected,
        (flags, matches): (&Flags, &ArgMatches),
        (settings, env): (&Loaded<Options>, &[(OsString, OsString)]),
        report: &mut Report<'_>,
    ) -> Result<Exit, Exit> {
        let types = self.types();
        let leaf = leaf(matches);
        report.hide(secrets(&settings.value));
        let live = source::of(method, leaf, report.screen.terminal);
        let read = || requests(method, flags, leaf, &types);
        let requests = if live.is_some() { Ok(Vec::new()) } else { read() };
        let filter = filter(&settings.value);
        let plan =
            self.plan(Selected { service, method }, (leaf, settings, env), &types, report.paint());
        let (requests, filter, plan) = match (requests, filter, plan) {
            (Ok(requests), Ok(filter), Ok(plan)) => (requests, filter, plan),
            (requests, filter, plan) => {
                let problems = [requests.err(), plan.err(), filter.err()];
                let problems = problems.into_iter().flatten().flatten();
                problems.for_each(|problem| report.error(&problem));
                return Ok(Exit::Usage);
            }
        };
        let told = plan.headers.iter().filter(|(key, _)| is_secret(key));
        report.hide(told.map(|(_, value)| value.clone()));
        if leaf.get_flag("dry-run") {
            let text = match plan.batch {
                None => dry_run::text(&plan, &requests),
                Some(_) => {
                    let calls = requests.chunks(1).map(|one| dry_run::text(&plan, one));
                    calls.collect::<Vec<_>>().join("\n")
                }
            };
            return report.whole(&text).map(|()| Exit::Ok);
        }
        let yes = leaf.try_get_one::<bool>("yes").ok().flatten();
        let calls = plan.batch.map_or(1, |_| requests.len());
        if yes == Some(&false) && !confirm::ask(method, (&plan.endpoint, calls), report) {
            return Ok(Exit::Usage);
        }
        if settings.value.verbose > 0 {
            let to = if settings.value.fake { "a sample, no server:" } else { &*plan.endpoint };
            report.say(&format!("> {to} {}", method.path));
            plan.headers.iter().for_each(|(key, _)| report.say(&format!("> {key}: ***")));
            for request in &requests {
                report.say(&format!("> {}", json::masked(request, &types)));
            }
        }
        let _listening = filter.map(|filter| trace::listen(filter, report.lines()));
        if let Some(file) = leaf.get_one::<PathBuf>("save") {
            report.save_to(file.clone());
        }
        let requests = match live {
            None => Requests::Ready(requests.iter().map(|one| one.encode().into()).collect()),
            Some(source) => {
                let encode = |piece| source::encode(piece, method, (flags, leaf), &types);
                Requests::Live(source.open(), Box::new(encode))
            }
        };
        Ok(call::run(&plan, requests, report))
    }

    /// How to call, or all that speaks against it.
    fn plan<'p>(
        &self,
        Selected { service, method }: Selected,
        (leaf, settings, env): (&ArgMatches, &'p Loaded<Options>, &'p Environment),
        types: &'p Types,
        paint: Paint,
    ) -> Result<Plan<'p>, Vec<String>> {
        let headers = headers(&settings.value, env);
        let endpoint = endpoint(service, &settings.value);
        let credentials = auth::credentials(&settings.value, &endpoint);
        let printer = controls::printer(method, leaf, settings, types, paint);
        let (headers, credentials, printer) = match (headers, credentials, printer) {
            (Ok(headers), Ok(credentials), Ok(printer)) => (headers, credentials, printer),
            (headers, credentials, printer) => {
                let problems = [headers.err(), credentials.err(), printer.err()];
                return Err(problems.into_iter().flatten().flatten().collect());
            }
        };
        let (batch, mut printer) = (controls::batch(leaf), printer);
        if batch.is_some() && controls::chosen(settings).is_none() && printer.output == Output::Json
        {
            // So that each answer is a line, as each request is.
            printer.output = Output::Ndjson;
        }
        Ok(Plan {
            method,
            endpoint,
            user_agent: connection::user_agent(self),
            options: &settings.value,
            env,
            limit_streams: settings.origin("timeout").is_some_and(|o| *o != Origin::Default),
            headers,
            credentials,
            types,
            printer,
            items: controls::items(leaf),
            batch,
            poll: controls::poll(leaf),
            envelope: leaf.get_flag("envelope").then(Envelope::default),
        })
    }
}

/// Values that no message may repeat.
pub(crate) fn secrets(options: &Options) -> Vec<String> {
    let basic = options.basic.iter();
    let user = options.proxy.iter().filter_map(|url| url.rsplit_once('@'));
    let user = user.map(|(head, _)| head.split_once("://").map_or(head, |(_, user)| user));
    let pairs = basic.map(String::as_str).chain(user);
    let password = pairs.filter_map(|pair| pair.split_once(':')).map(|(_, word)| word.to_owned());
    let headers = options.headers.iter().filter_map(|header| header.split_once(':'));
    let headers = headers.filter(|(key, _)| is_secret(key.trim()));
    let headers = headers.map(|(_, value)| value.trim().to_owned());
    options.token.iter().cloned().chain(password).chain(headers).collect()
}

/// The arguments of the innermost command.
fn leaf(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, inner)| leaf(inner))
}

/// What of the events of a call is printed, if any.
pub(crate) fn filter(options: &Options) -> Result<Option<Filter>, Vec<String>> {
    let usual = (options.verbose > 1).then_some("debug");
    let text = options.log.as_deref().or(usual);
    text.map(str::parse).transpose().map_err(|problem: String| vec![format!("log: {problem}")])
}
