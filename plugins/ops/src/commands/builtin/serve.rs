//! `fake`: samples for every client of gRPC, until ctrl-C.

use clap::{Arg, ArgMatches, Command};
use tokio::net::TcpListener;

use super::Api;
use crate::call::interrupt::signals;
use crate::connection::fake::Samples;
use crate::output::report::{Exit, Report};
use crate::table::Service;

/// Where this tool looks for a server when nobody says where one is.
const USUAL: &str = "127.0.0.1:50051";

pub(super) fn command() -> Command {
    let listen = Arg::new("listen")
        .long("listen")
        .value_name("ADDRESS")
        .default_value(USUAL)
        .help("Where to listen; port 0 takes a free one");
    Command::new("fake")
        .about("Serves sample answers to this tool and any other client of gRPC")
        .long_about(
            "Serves sample answers to this tool and any other client of gRPC.\n\n\
             Each RPC is answered from its schema alone, the same each time; fields that the request \
             has under the same name say the same in the answer. Health checking and reflection \
             are there, too. The first line of the output is where it listens.",
        )
        .arg(listen)
}

pub(super) fn run(
    matches: &ArgMatches,
    api: &Api<'_>,
    report: &mut Report<'_>,
) -> Result<Exit, Exit> {
    let address = matches.get_one::<String>("listen").map_or(USUAL, String::as_str);
    let mut services: Vec<&'static Service> = Vec::new();
    for command in api.tree.commands() {
        if !services.iter().any(|known| std::ptr::eq(*known, command.service)) {
            services.push(command.service);
        }
    }
    let failed = |what: &str, error: std::io::Error, report: &mut Report<'_>| {
        report.error(&format!("{what}: {error}"));
        Exit::Failed
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| failed("cannot start", error, report))?;
    runtime.block_on(async {
        let listening = async {
            let listener = TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let what = format!("--listen: cannot listen at `{address}`");
        let (listener, address) = listening.await.map_err(|error| failed(&what, error, report))?;
        report.data(&format!("http://{address}\n"))?;
        let count: usize = services.iter().map(|service| service.methods.len()).sum();
        report.say(&format!("{count} methods answer with samples, until ctrl-C"));
        let server = tokio::spawn(Samples::of(&services).stand_in().serve(listener));
        // Ctrl-C is how this is meant to end. Where signals cannot be had, the system does it.
        if signals().wait_for(Option::is_some).await.is_err() {
            drop(server.await);
        }
        Ok(Exit::Ok)
    })
}
