//! Requests and answers, in this process.

use typewright_core::emit::{self, Options};
use typewright_core::source::proto::{self, Input};

use crate::inputs::{Request, answer, files, inventory};

#[test]
fn it_answers_what_the_engine_emits() {
    for (parameter, options) in [
        ("", Options::default()),
        ("emit=client,root=false", Options { emitters: vec!["client".to_owned()], root: false }),
        (
            " emit=messages , emit=commands,",
            Options { emitters: vec!["messages".to_owned(), "commands".to_owned()], root: true },
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
        ("emti=client", "there is no plugin parameter `emti`\n  help: did you mean `emit`?"),
        ("paths=x", "there is no plugin parameter `paths`\n  help: parameters: emit, root"),
        ("emit", "`emit` needs a name: `emit=client`"),
        ("root=maybe", "`root` is `true` or `false`"),
        ("emit=cleint", "there is no emitter `cleint`\n  help: did you mean `client`?"),
        ("root=1,emti=x", "`root` is `true` or `false`\nthere is no plugin parameter `emti`"),
    ] {
        let answer = answer(&inventory().request(parameter));
        assert!(answer.error().starts_with(told), "`{parameter}`: {}", answer.error());
        // Without this bit, protoc complains about `optional` fields before it shows the error.
        assert_eq!(answer.supported_features() & 1, 1);
        assert!(answer.file.is_empty());
    }
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
