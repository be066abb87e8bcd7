//! What fields and oneofs are called in Rust.

use std::collections::{BTreeMap, BTreeSet};

use super::{snake, unique, upper_camel};
use crate::model::{Field, Message, Presence, Type};

/// The names of the fields and sums of a message in prost's struct: prost's own, with a number where
/// two would be one, or where the methods that prost derives for them would clash.
#[derive(Debug, Default)]
pub struct Members {
    fields: BTreeMap<u32, String>,
    sums: BTreeMap<String, String>,
}

impl Members {
    /// Names the members of a message.
    pub fn of(message: &Message) -> Self {
        let mut members = Self::default();
        let (mut taken, mut methods) = (BTreeSet::new(), BTreeSet::new());
        for sum in &message.sums {
            members.sums.insert(sum.name.clone(), unique(snake(&sum.name), &mut taken));
        }
        let mut variants: Vec<BTreeSet<String>> = vec![BTreeSet::new(); message.sums.len()];
        for field in &message.fields {
            let name = match field.sum.and_then(|sum| variants.get_mut(sum)) {
                Some(variants) => unique(upper_camel(&field.name), variants),
                None => struct_field(field, &mut taken, &mut methods),
            };
            members.fields.insert(field.number, name);
        }
        members
    }

    /// A field by its number; the variant that it is, for a member of a sum.
    pub fn field(&self, number: u32) -> Option<&str> {
        self.fields.get(&number).map(String::as_str)
    }

    /// A sum by its name in the source.
    pub fn sum(&self, name: &str) -> Option<&str> {
        self.sums.get(name).map(String::as_str)
    }
}

fn struct_field(
    field: &Field,
    taken: &mut BTreeSet<String>,
    methods: &mut BTreeSet<String>,
) -> String {
    let plain = snake(&field.name);
    loop {
        // A name that was refused stays taken, so that the next number is tried.
        let name = unique(plain.clone(), taken);
        let derived = derived(field, &name);
        let fits = derived.iter().all(|method| !methods.contains(method) && !method.contains("r#"));
        if fits {
            methods.extend(derived);
            return name;
        }
    }
}

/// The methods that `prost::Message` derives for a field.
fn derived(field: &Field, name: &str) -> Vec<String> {
    let plain = name.trim_start_matches("r#");
    let explicit = field.presence == Presence::Explicit;
    match &field.ty {
        Type::Enum(_) => vec![plain.to_owned(), format!("set_{plain}")],
        Type::List(item) if matches!(**item, Type::Enum(_)) => {
            vec![plain.to_owned(), format!("push_{plain}")]
        }
        // It makes no identifier of a raw one here.
        Type::Map(_, value) if matches!(**value, Type::Enum(_)) => {
            vec![format!("get_{name}"), format!("insert_{name}")]
        }
        Type::Scalar(_) if explicit => vec![plain.to_owned()],
        _ => Vec::new(),
    }
}
