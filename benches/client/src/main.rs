//! What a unary call costs on loopback: ours with retry and a deadline, plain tonic with neither, and
//! tonic with the deadline alone, which its server then has to keep, too.
//!
//! All talk to the same server, in turn, block by block, so that a machine that gets slower or
//! faster on the way does so for all. Printed are the medians over the blocks and their ratio.
//!
//! With `ours` or `tonic` as its argument the program makes calls of that kind alone, for a
//! profiler to look at: so many blocks of 2,000, so many side by side.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod server;

use std::time::{Duration, Instant};

use tonic::codegen::http::uri::PathAndQuery;
use tonic_prost::ProstCodec;
use typewright_client::{Channel, Method};

use server::Note;

static ECHO: Method = Method::new("/bench.Notes/Echo").idempotent();

/// The deadline, which no call comes near.
const LIMIT: Duration = Duration::from_secs(5);
const BLOCKS: usize = 42;
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
        for (what, lanes) in [("one after the other", 1), ("side by side", LANES)] {
            let mut times: [Vec<f64>; 3] = Default::default();
            for block in 0..BLOCKS {
                // Each goes first as often as the others.
                for turn in 0..3 {
                    let who = (block + turn) % 3;
                    times[who].push(match who {
                        0 => measure(lanes, |calls| by_ours(ours.clone(), calls)).await,
                        1 => measure(lanes, |calls| by_tonic(plain.clone(), calls, None)).await,
                        _ => {
                            measure(lanes, |calls| by_tonic(plain.clone(), calls, Some(LIMIT)))
                                .await
                        }
                    });
                }
            }
            let ratio =
                |other: &[f64]| median(times[0].iter().zip(other).map(|(a, b)| a / b).collect());
            let (plain, limited) = (ratio(&times[1]), ratio(&times[2]));
            let [ours, tonic, late] = times.map(median);
            println!("{what:20} ours {ours:7.2} µs   tonic {tonic:7.2} µs   ratio {plain:.3}");
            println!("{:20} tonic with the deadline {late:7.2} µs   ratio {limited:.3}", "");
        }
    });
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
