//! Requests and answers, in this process.

use typewright_core::emit::{self, Options};
use typewright_core::source::proto::{self, Input};

use crate::inputs::{Request, answer, files, inventory};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn it_answers_what_the_engine_emits() {
    for (parameter, options) in [
        ("", Options::default()),
        (
            "emit=client,json=serde,server",
            Options {
                emitters: names(&["json", "serde", "client", "server"]),
                ..Options::default()
            },
        ),
        (
            "server=true,json=serde,json=none,server=false",
            Options { emitters: names(&["messages", "client", "commands"]), ..Options::default() },
        ),
        (
            "emit=client,root=false",
            Options { emitters: vec!["client".to_owned()], root: false, ..Options::default() },
        ),
        (
            " emit=messages , emit=commands,",
            Options {
                emitters: vec!["messages".to_owned(), "commands".to_owned()],
                ..Options::default()
            },
        ),
    ] {
        let request = inventory().request(parameter);
        let input =
            Input { files: request.proto_file.clone(), generate: request.file_to_generate.clone() };
        let emitted = emit::emit(&proto::read(&input).unwrap(), &options).unwrap();
        let answered = files(&answer(&request));
        assert_eq!(answered.len(), emitted.iter().count(), "{parameter}");
        for (path, file) in emitted.iter() {
            assert_eq!(answered[path].as_bytes(), file.contents, "{path} with `{parameter}`");
        }
    }
}

#[test]
fn mistakes_in_parameters_are_answers() {
    for (parameter, told) in [
        ("emti=client", "there is no option `emti`\n  help: did you mean `emit`?"),
        ("colour=x", "there is no option `colour`\n  help: options: emit, json, server, root"),
        ("emit", "`emit`: it needs a value, as in `emit=NAME`"),
        ("root=maybe", "`root`: `maybe` is neither `true` nor `false`"),
        ("json=yes", "`json`: `yes` is none of `table`, `serde` and `none`"),
        ("emit=cleint", "there is no emitter `cleint`\n  help: did you mean `client`?"),
        ("exclude=nowhere", "`exclude=nowhere` finds nothing"),
        ("package_separator=x", "`package_separator`: `x` is none of"),
    ] {
        let answer = answer(&inventory().request(parameter));
        assert!(answer.error().starts_with(told), "`{parameter}`: {}", answer.error());
        // Without this bit, protoc complains about `optional` fields before it shows the error.
        assert_eq!(answer.supported_features() & 1, 1);
        assert!(answer.file.is_empty());
    }
    let both = answer(&inventory().request("root=1,emti=x"));
    assert!(both.error().contains("`root`") && both.error().contains("`emti`"), "{}", both.error());
}

#[test]
fn mistakes_in_files_are_answers_at_their_place() {
    let mut request = inventory().request("");
    request.file_to_generate.push("absent.proto".to_owned());
    let told = answer(&request);
    assert!(told.error().starts_with("absent.proto: "), "{}", told.error());

    let nothing = answer(&Request::default());
    assert_eq!(nothing.error, None, "a request for nothing is no mistake");
    assert!(nothing.file.iter().all(|f| f.name() == "mod.rs"));
}
