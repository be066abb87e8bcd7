//! What a unary call costs on loopback: ours with retry and a deadline, plain tonic with neither, and
//! tonic with the deadline alone, which its server then has to keep, too.
//!
//! All talk to the same server, in turn, block by block, so that a machine that gets slower or
//! faster on the way does so for all. A ratio is the median over blocks that stand side by side.
//! There are three rounds; printed are the ratios of each, and drawn is
//! `plugins/client/docs/overhead.svg`.
//!
//! With `ours` or `tonic` as its argument the program makes calls of that kind alone, for a
//! profiler to look at: so many blocks of 2,000, so many side by side.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod server;

use std::time::{Duration, Instant};

use bench_measure::{Bar, Chart};
use tonic::codegen::http::uri::PathAndQuery;
use tonic_prost::ProstCodec;
use typewright_client::{Channel, Method};

use server::Note;

static ECHO: Method = Method::new("/bench.Notes/Echo").idempotent();

/// The deadline, which no call comes near.
const LIMIT: Duration = Duration::from_secs(5);
const ROUNDS: usize = 3;
const BLOCKS: usize = 21;
const CALLS: usize = 2_000;
/// Calls that run side by side when throughput is measured.
const LANES: usize = 32;

fn main() {
    let address = server::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let ours = Channel::builder(&address).connect().await.unwrap();
        let endpoint = tonic::transport::Endpoint::from_shared(format!("http://{address}"));
        let plain = endpoint.unwrap().connect().await.unwrap();
        let number = |n: usize| std::env::args().nth(n).and_then(|text| text.parse().ok());
        let (blocks, lanes) = (number(2).unwrap_or(200), number(3).unwrap_or(LANES));
        match std::env::args().nth(1).as_deref() {
            Some("ours") => {
                return for _ in 0..blocks {
                    measure(lanes, |calls| by_ours(ours.clone(), calls)).await;
                };
            }
            Some("tonic") => {
                return for _ in 0..blocks {
                    measure(lanes, |calls| by_tonic(plain.clone(), calls, None)).await;
                };
            }
            _ => {}
        }
        let kinds = [("one after the other", 1), ("side by side", LANES)];
        let mut rounds = [Vec::new(), Vec::new()];
        for round in 0..ROUNDS {
            for ((_, lanes), rounds) in kinds.iter().zip(&mut rounds) {
                rounds.push(self::round(round, *lanes, &ours, &plain).await);
            }
        }
        let charted =
            kinds.iter().zip(&rounds).flat_map(|((what, _), rounds)| report(what, rounds));
        let chart = Chart {
            title: "Microseconds of a unary call; at most 1.05 of tonic's (red)".to_owned(),
            bars: charted.collect(),
        };
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../plugins/client/docs/overhead.svg");
        std::fs::write(file, chart.svg()).unwrap();
    });
}

/// Microseconds of the blocks of each: ours, tonic's, and tonic's with the deadline.
type Round = [Vec<f64>; 3];

async fn round(
    number: usize,
    lanes: usize,
    ours: &Channel,
    plain: &tonic::transport::Channel,
) -> Round {
    let mut times = Round::default();
    for block in 0..BLOCKS {
        // Each goes first as often as the others.
        for turn in 0..3 {
            let who = (number + block + turn) % 3;
            let limit = (who == 2).then_some(LIMIT);
            times[who].push(match who {
                0 => measure(lanes, |calls| by_ours(ours.clone(), calls)).await,
                _ => measure(lanes, |calls| by_tonic(plain.clone(), calls, limit)).await,
            });
        }
    }
    times
}

/// Prints the ratios of each round, and gives the bars of all.
fn report(what: &str, rounds: &[Round]) -> Vec<Bar> {
    let ratio = |times: &Round, other: usize| {
        median(times[0].iter().zip(&times[other]).map(|(ours, other)| ours / other).collect())
    };
    for (other, name) in [(1, "tonic"), (2, "tonic with the deadline")] {
        let ratios: Vec<f64> = rounds.iter().map(|times| ratio(times, other)).collect();
        let each: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:.3}")).collect();
        let least = ratios.iter().copied().fold(f64::MAX, f64::min);
        let (each, middle) = (each.join("  "), median(ratios));
        println!("{what}, ours to {name}: {each}   median {middle:.3}   least {least:.3}");
    }
    let cost = |who: usize| median(rounds.iter().flat_map(|times| times[who].clone()).collect());
    let costs = [cost(0), cost(1), cost(2)];
    println!(
        "{what}: ours {:.1} µs, tonic {:.1}, with the deadline {:.1}",
        costs[0], costs[1], costs[2]
    );
    let whole = costs.iter().copied().fold(0.0, f64::max) * 1.1;
    let tools = ["typewright", "tonic", "tonic with the deadline"];
    let bar = |(who, tool): (usize, &str)| Bar {
        group: what.to_owned(),
        tool: tool.to_owned(),
        length: costs[who] / whole,
        cost: format!("{:.1} µs", costs[who]),
        limit: (who == 0).then_some(costs[1] * 1.05 / whole),
        ours: who == 0,
    };
    tools.into_iter().enumerate().map(bar).collect()
}

/// Microseconds a call, `CALLS` of them by `lanes` tasks.
async fn measure<F>(lanes: usize, lane: impl Fn(usize) -> F) -> f64
where
    F: Future<Output = ()> + Send + 'static,
{
    let begin = Instant::now();
    let tasks: Vec<_> = (0..lanes).map(|_| tokio::spawn(lane(CALLS / lanes))).collect();
    for task in tasks {
        task.await.unwrap();
    }
    begin.elapsed().as_secs_f64() * 1e6 / CALLS as f64
}

async fn by_ours(channel: Channel, calls: usize) {
    for number in 0..calls {
        let call = channel.unary::<_, Note>(&ECHO, note(number));
        let answer = call.timeout(LIMIT).await.unwrap();
        assert_eq!(answer.number, number as i32);
    }
}

/// As tonic's generated clients do it.
async fn by_tonic(channel: tonic::transport::Channel, calls: usize, limit: Option<Duration>) {
    let mut grpc = tonic::client::Grpc::new(channel);
    for number in 0..calls {
        grpc.ready().await.unwrap();
        let codec = ProstCodec::<Note, Note>::default();
        let path = PathAndQuery::from_static("/bench.Notes/Echo");
        let mut request = tonic::Request::new(note(number));
        if let Some(limit) = limit {
            request.set_timeout(limit);
        }
        let answer = grpc.unary(request, path, codec).await.unwrap();
        assert_eq!(answer.into_inner().number, number as i32);
    }
}

fn note(number: usize) -> Note {
    Note { text: "a note of middling length, as notes are".to_owned(), number: number as i32 }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
