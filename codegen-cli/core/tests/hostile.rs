//! Schemas whose names are as bad as the language allows: everything that is generated from them
//! compiles, and its tables can be read.
//!
//! `TYPEWRIGHT_HOSTILE=1000` sets how many; the default is for every day.

mod draw;
mod file;

use std::collections::BTreeMap;

use typewright_core::emit::Options;
use typewright_core::source::proto::Input;

use self::draw::{Draw, Numbers};
use self::file::{Form, Types, file};
use crate::compile::{Crate, everything};
use crate::folder;

/// How many schemas are made where nobody says otherwise.
const SCHEMAS: usize = 40;

/// How many of them one crate holds: the compiler keeps a whole crate in memory.
const TOGETHER: usize = 50;

/// Two files, of which the second uses the first, in packages that are named alike; with the forms
/// that they are written in.
fn schema(numbers: &mut Numbers) -> ([Form; 2], [(&'static str, String); 2]) {
    let mut draw = Draw::new(numbers);
    let first = [draw.names(2), vec!["p".to_owned()]].concat().join(".");
    let mut second = draw.names(2);
    if draw.once_in(2) {
        second.insert(0, first.clone());
    }
    let second = if second.is_empty() { "q".to_owned() } else { second.join(".") };
    let forms = [(), ()].map(|()| Form::ALL[draw.below(Form::ALL.len())]);
    let (a, types) = file(&mut draw, forms[0], &first, &Types::default(), "");
    let (b, _) = file(&mut draw, forms[1], &second, &types, "import \"a.proto\";\n");
    (forms, [("a.proto", a), ("b.proto", b)])
}

/// What the compiler gives, or the first of what it says.
fn compiled(files: &[(&str, String)]) -> Result<Input, String> {
    let mut open = |name: &str| {
        let own = files.iter().find(|(own, _)| *own == name).map(|(_, text)| text.clone());
        let include = || std::fs::read_to_string(folder::tests().join("include").join(name)).ok();
        Ok(own.or_else(include))
    };
    let compiled = typewright_compiler::compile(&["a.proto", "b.proto"], &mut open);
    let compiled = compiled.map_err(|problems| format!("{:?}", problems.first()))?;
    let files = compiled.files.into_iter().map(|file| file.descriptor).collect();
    Ok(Input { files, generate: vec!["a.proto".to_owned(), "b.proto".to_owned()] })
}

/// A schema that the language allows, and is not only names.
fn drawn(numbers: &mut Numbers, forms: &mut BTreeMap<Form, usize>) -> Input {
    let mut refused = Vec::new();
    while refused.len() < 200 {
        let (written, files) = schema(numbers);
        match compiled(&files) {
            Ok(input) => {
                written.iter().for_each(|form| *forms.entry(*form).or_default() += 1);
                return input;
            }
            Err(why) => refused.push(why),
        }
    }
    panic!("no schema among {} drawn ones:\n{}", refused.len(), refused.join("\n"));
}

#[test]
fn hostile_names_compile() {
    let wanted = std::env::var("TYPEWRIGHT_HOSTILE").ok().and_then(|n| n.parse().ok());
    let wanted = wanted.unwrap_or(SCHEMAS);
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let mut forms = BTreeMap::new();
    for first in (1..=wanted).step_by(TOGETHER) {
        let mut generated = Crate::new("hostile-names");
        for number in first..(first + TOGETHER).min(wanted + 1) {
            let input = drawn(&mut numbers, &mut forms);
            let options = if number % 2 == 0 { everything() } else { Options::default() };
            generated.add(&format!("schema_{number}"), &input, &options);
        }
        generated.check_tables();
    }
    let count = forms.values().min().copied().unwrap_or_default();
    assert!(forms.len() == 4 && count > wanted / 4, "too few of a form: {forms:?}");
}
