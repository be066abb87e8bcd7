//! Nanoseconds of reading and writing a few real messages as JSON: by `to_json` and `from_json`, by
//! serde's traits over the same tables, and by pbjson's traits. A line a message: its name, the bytes
//! of its JSON, and six times.

use std::hint::black_box;
use std::time::Instant;

use prost::Message;
use serde::Serialize;
use serde::de::DeserializeOwned;
use typewright_json::{Json, sample};

#[allow(clippy::all)]
mod ours {
    include!(concat!(env!("OUT_DIR"), "/api.rs"));
}

#[allow(clippy::all, dead_code)]
mod peer {
    macro_rules! package {
        ($name:literal) => {
            include!(concat!(env!("OUT_DIR"), "/", $name, ".rs"));
            include!(concat!(env!("OUT_DIR"), "/", $name, ".serde.rs"));
        };
    }

    pub mod google {
        pub mod pubsub {
            pub mod v1 {
                package!("google.pubsub.v1");
            }
        }
    }

    pub mod opentelemetry {
        pub mod proto {
            pub mod common {
                pub mod v1 {
                    package!("opentelemetry.proto.common.v1");
                }
            }
            pub mod resource {
                pub mod v1 {
                    package!("opentelemetry.proto.resource.v1");
                }
            }
            pub mod trace {
                pub mod v1 {
                    package!("opentelemetry.proto.trace.v1");
                }
            }
        }
    }
}

fn main() {
    use ours::api::google::pubsub::v1 as pubsub;
    use ours::api::opentelemetry::proto::trace::v1 as trace;
    use peer::google::pubsub::v1 as peer_pubsub;
    use peer::opentelemetry::proto::trace::v1 as peer_trace;

    measure::<_, peer_pubsub::Topic>("Topic", &sampled::<pubsub::Topic>());
    measure::<_, peer_pubsub::Subscription>("Subscription", &sampled::<pubsub::Subscription>());
    let spans = trace::ScopeSpans { spans: vec![sampled(); 50], ..Default::default() };
    measure::<_, peer_trace::ScopeSpans>("50 spans", &spans);
}

/// Something in every field.
fn sampled<T: Json>() -> T {
    T::decode(&*sample(T::table()).encode()).expect("a message")
}

fn measure<O, P>(name: &str, ours: &O)
where
    O: Json + PartialEq + Serialize + DeserializeOwned,
    P: Message + Default + Serialize + DeserializeOwned,
{
    let theirs = P::decode(&*ours.encode_to_vec()).expect("the same message");
    let text = ours.to_json().expect("JSON");
    let same = serde_json::from_str::<P>(&text).expect("JSON");
    assert!(O::decode(&*same.encode_to_vec()).as_ref() == Ok(ours), "{name}: other values");
    let times = [
        least(|| drop(black_box(ours.to_json().expect("JSON")))),
        least(|| drop(black_box(serde_json::to_string(ours).expect("JSON")))),
        least(|| drop(black_box(serde_json::to_string(&theirs).expect("JSON")))),
        least(|| drop(black_box(O::from_json(&text).expect("JSON")))),
        least(|| drop(black_box(serde_json::from_str::<O>(&text).expect("JSON")))),
        least(|| drop(black_box(serde_json::from_str::<P>(&text).expect("JSON")))),
    ];
    let times = times.map(|time| format!("{time:.0}"));
    println!("{name}\t{}\t{}", text.len(), times.join("\t"));
}

/// The least of many rounds of as many runs as take about a millisecond.
fn least(mut run: impl FnMut()) -> f64 {
    let mut round = |runs: u32| {
        let start = Instant::now();
        (0..runs).for_each(|_| run());
        start.elapsed().as_nanos() as f64 / f64::from(runs)
    };
    let runs = (1e6 / round(10)).ceil().max(1.0) as u32;
    (0..60).map(|_| round(runs)).fold(f64::MAX, f64::min)
}
