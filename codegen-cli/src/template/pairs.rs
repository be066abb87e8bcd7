//! Answers to try a template with: few projects that have every two choices together in one of
//! them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::answers::{self, Answers, Given};
use super::foreign::moment::NOW;
use super::manifest::Manifest;
use super::question::{Kind, Question};

/// A question's place, and the place of a choice.
type Pick = (usize, usize);

/// The answers of all cases; cases that the checks of the manifest refuse are left out.
pub(crate) fn cases(manifest: &Manifest) -> Vec<Answers> {
    let mut cases = Vec::new();
    for map in picked(manifest) {
        let given = Given { file: Some(("the case".to_owned(), map)), ..Given::default() };
        let case = answers::resolve(manifest, &given, "sample");
        cases.extend(case.ok().filter(|case| !cases.contains(case)));
    }
    cases
}

/// What each case answers, whatever the manifest makes of it.
fn picked(manifest: &Manifest) -> Vec<Map<String, Value>> {
    let asked: Vec<_> =
        manifest.questions.0.iter().filter(|(_, question)| question.kind.is_some()).collect();
    let of = |(name, question): &&(String, Question)| match name.as_str() {
        NOW => vec![Some("2026-01-31".into())],
        _ => values(question),
    };
    let values: Vec<Vec<Option<Value>>> = asked.iter().map(of).collect();
    let sizes: Vec<usize> = values.iter().map(Vec::len).collect();
    let mut cases = Vec::new();
    for picks in cover(&sizes) {
        let mut map = Map::new();
        for (at, pick) in picks.into_iter().enumerate() {
            if let Some(value) = &values[at][pick] {
                map.insert(asked[at].0.clone(), value.clone());
            }
        }
        cases.push(map);
    }
    cases
}

/// What a question is answered with; `None` is its default.
fn values(question: &Question) -> Vec<Option<Value>> {
    let listed = || question.choices.listed().iter().map(|choice| Some(choice.value.clone()));
    match question.kind {
        Some(Kind::Bool) => vec![Some(true.into()), Some(false.into())],
        Some(Kind::Choice) if !question.choices.listed().is_empty() => listed().collect(),
        Some(Kind::List) if !question.choices.listed().is_empty() => {
            let none = Some(Value::Array(Vec::new()));
            let all = listed().collect::<Option<Value>>();
            [none, all].into_iter().chain(listed()).collect()
        }
        _ if question.default.is_some() => vec![None],
        Some(Kind::Int) => vec![Some(1.into())],
        _ => vec![Some("sample".into())],
    }
}

/// Rows of picks in which every two picks of different questions stand together, found greedily.
fn cover(sizes: &[usize]) -> Vec<Vec<usize>> {
    let mut open: BTreeSet<(Pick, Pick)> = BTreeSet::new();
    for (a, size_a) in sizes.iter().enumerate() {
        for (b, size_b) in sizes.iter().enumerate().skip(a + 1) {
            let pairs = (0..*size_a).flat_map(|x| (0..*size_b).map(move |y| (x, y)));
            open.extend(pairs.map(|(x, y)| ((a, x), (b, y))));
        }
    }
    // One question has no pairs, and none has one case all the same.
    if sizes.len() < 2 {
        let size = sizes.first().copied().unwrap_or(1);
        return (0..size).map(|pick| vec![pick; sizes.len()]).collect();
    }
    let mut rows = Vec::new();
    while let Some(((a, x), (b, y))) = open.first().copied() {
        let mut row: Vec<Option<usize>> = vec![None; sizes.len()];
        (row[a], row[b]) = (Some(x), Some(y));
        for at in 0..sizes.len() {
            if row[at].is_some() {
                continue;
            }
            let closes = |pick: &usize| {
                let others = row.iter().enumerate().filter_map(|(o, p)| Some((o, (*p)?)));
                others.filter(|other| open.contains(&ordered((at, *pick), *other))).count()
            };
            // The first of the best, so that the rows are the same every time.
            row[at] = (0..sizes[at]).rev().max_by_key(closes);
        }
        let row: Vec<usize> = row.into_iter().map(Option::unwrap_or_default).collect();
        for (a, x) in row.iter().copied().enumerate() {
            for (b, y) in row.iter().copied().enumerate().skip(a + 1) {
                open.remove(&((a, x), (b, y)));
            }
        }
        rows.push(row);
    }
    rows
}

fn ordered(a: Pick, b: Pick) -> (Pick, Pick) {
    if a < b { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests {
    use super::cover;

    #[test]
    fn every_pair_is_covered_by_few_rows() {
        for sizes in [&[][..], &[3], &[2, 2], &[2, 2, 2, 2, 2], &[4, 3, 2, 1, 2, 2, 5]] {
            let rows = cover(sizes);
            for a in 0..sizes.len() {
                for b in a + 1..sizes.len() {
                    for x in 0..sizes[a] {
                        for y in 0..sizes[b] {
                            assert!(rows.iter().any(|row| row[a] == x && row[b] == y));
                        }
                    }
                }
            }
            let all: usize = sizes.iter().product();
            assert!(rows.len() <= all.min(30), "{sizes:?} in {} rows", rows.len());
        }
    }
}
