//! A tool without a server.

use crate::tool::{run, worlds};

#[test]
fn every_call_gets_a_sample_and_always_the_same() {
    let args = ["echo", "--fake", "--must=7", "--last", "-o", "ndjson"];
    let first = run(&worlds(), &args, &[]);
    assert_eq!((first.code, first.err.as_str()), (0, ""), "{}", first.out);
    // What the request says comes back, the rest is made up.
    let answer: serde_json::Value = serde_json::from_str(&first.out).expect("JSON");
    assert_eq!(answer["must"], 7, "{answer}");
    assert_eq!(answer["last"], true, "{answer}");
    assert!(answer.as_object().expect("an object").len() > 10, "{answer}");
    assert_eq!(run(&worlds(), &args, &[]).out, first.out);
    // The variable says so too.
    let by_variable: Vec<&str> = args.iter().copied().filter(|arg| *arg != "--fake").collect();
    assert_eq!(run(&worlds(), &by_variable, &[("WORLDS_FAKE", "true")]).out, first.out);
}
