//! Reflection, from descriptors: `grpc.reflection.v1` and its draft, whose messages are the same.

use bytes::Bytes;
use tokio_stream::StreamExt;

use super::StandIn;
use crate::channel::{decoded, encode};
use crate::reflection::{Answer, Asked, Extensions, Failure, Files, Question, Service, Services};
use crate::transport::{Answers, Attempt, Frame};
use crate::{Code, Metadata};

pub(super) const SERVICES: [&str; 2] =
    ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];

pub(super) fn is(path: &str) -> bool {
    let method = path.strip_prefix('/').and_then(|path| path.strip_suffix("/ServerReflectionInfo"));
    method.is_some_and(|service| SERVICES.contains(&service))
}

pub(super) fn answers(server: StandIn, attempt: Attempt) -> Answers {
    let frames = attempt.requests.map(move |question| {
        let question: Question = decoded(question)?;
        Ok(Frame::Message(encode(answer(&server, question))))
    });
    Answers { metadata: Metadata::default(), frames: Box::pin(frames) }
}

fn answer(server: &StandIn, question: Question) -> Answer {
    let mut answer = Answer { host: question.host.clone(), ..Answer::default() };
    match &question.asked {
        Some(Asked::Services(_)) => {
            let service = |name: &str| Service { name: name.to_owned() };
            let health = ["grpc.health.v1.Health"];
            let known = server.services().chain(health).chain(SERVICES);
            answer.services = Some(Services { services: known.map(service).collect() });
        }
        Some(Asked::File(name)) => files(&mut answer, server.files.named(name), name),
        Some(Asked::Symbol(symbol)) => files(&mut answer, server.files.declaring(symbol), symbol),
        Some(Asked::Extension(extension)) => {
            files(&mut answer, None, &format!("the extension {}", extension.number));
        }
        Some(Asked::Numbers(ty)) if server.files.declaring(ty).is_some() => {
            answer.numbers = Some(Extensions { ty: ty.clone(), numbers: Vec::new() });
        }
        Some(Asked::Numbers(ty)) => files(&mut answer, None, ty),
        None => {
            let message = "nothing was asked".to_owned();
            answer.error =
                Some(Failure { code: i32::from(Code::InvalidArgument.number()), message });
        }
    }
    answer.question = Some(question);
    answer
}

fn files(answer: &mut Answer, found: Option<Vec<Bytes>>, name: &str) {
    match found {
        Some(files) => answer.files = Some(Files { files }),
        None => {
            let (code, message) =
                (Code::NotFound.number().into(), format!("`{name}` is not known"));
            answer.error = Some(Failure { code, message });
        }
    }
}
