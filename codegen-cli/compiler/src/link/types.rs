//! Resolves the names of types.

use super::Linker;
use super::pool::{Found, Kind};
use crate::ast::{Id, Name, Scalar, Type};
use crate::problem::{Mistake, nearest};

impl Linker {
    pub(super) fn resolve(&mut self, file: usize) {
        for index in 0..self.pool.files[file].messages.len() {
            let id = Id { file, index };
            for field in self.pool.files[file].messages[index].fields.clone() {
                self.pool.files[file].fields[field].of = Some(id);
            }
        }
        for index in 0..self.pool.files[file].fields.len() {
            self.resolve_extendee(file, index);
            self.resolve_field(file, index);
            self.resolve_default(file, index);
        }
        for service in 0..self.pool.files[file].services.len() {
            for method in 0..self.pool.files[file].services[service].methods.len() {
                self.resolve_method(file, service, method);
            }
        }
    }

    /// The type that `name` in `scope` stands for, after reporting if it is none. Only the types
    /// of fields pass over things of the same name that are no types.
    fn type_of(&mut self, file: usize, name: &Name, scope: &str, pass: bool) -> Option<Kind> {
        match self.pool.lookup(file, &name.text, scope, pass) {
            Found::Symbol(symbol) if symbol.kind.is_type() => return Some(symbol.kind),
            found => {
                let mistake = self.unknown(file, name, found);
                self.report(file, mistake);
            }
        }
        None
    }

    /// The mistake of a name that stands for nothing, or for no type.
    fn unknown(&self, file: usize, name: &Name, found: Found) -> Mistake {
        let text = &name.text;
        match found {
            Found::Symbol(symbol) if symbol.kind == Kind::Package => {
                Mistake::new(name.span, format!("`{text}` is a package, not a type"))
            }
            Found::Symbol(symbol) => {
                let mistake = Mistake::new(name.span, format!("`{text}` is not a type"));
                mistake.related(Some(symbol.file), symbol.span, "it is declared here")
            }
            Found::NotImported(other) => {
                let (other, own) = (&self.pool.files[other].name, &self.pool.files[file].name);
                let message = format!(
                    "`{text}` is not defined here: it is in `{other}`, which `{own}` does not \
                     import"
                );
                Mistake::new(name.span, message).help(format!("add `import \"{other}\";`"))
            }
            Found::Shadowed(full) => {
                let message = format!("`{text}` resolves to `{full}`, which is not defined");
                let help = format!(
                    "the innermost scope that has the first part of a name decides; start with a \
                     dot, `.{text}`, to look from the outermost scope"
                );
                Mistake::new(name.span, message).help(help)
            }
            Found::Nothing => {
                let mistake = Mistake::new(name.span, format!("`{text}` is not defined"));
                match self.nearest_type(file, text) {
                    Some(near) => mistake.help(format!("did you mean `{near}`?")),
                    None => mistake,
                }
            }
        }
    }

    fn nearest_type(&self, file: usize, text: &str) -> Option<String> {
        if let Some(scalar) = foreign_scalar(text) {
            return Some(scalar.into());
        }
        if !self.pool.may_suggest() {
            return None;
        }
        let scalars = Scalar::NAMES.iter().map(|(name, _)| *name);
        if let Some(near) = nearest(text, scalars) {
            return Some(near.into());
        }
        // Compared by as many parts as are written, so that `Itme` finds `shop.v1.Item`.
        let parts = text.trim_start_matches('.').matches('.').count() + 1;
        let tail = |full: &'_ str| -> usize {
            full.rmatch_indices('.').nth(parts - 1).map_or(0, |(index, _)| index + 1)
        };
        let names = self.pool.names(file, Kind::is_type).map(|full| &full[tail(full)..]);
        nearest(text.trim_start_matches('.'), names).map(str::to_owned)
    }

    fn resolve_extendee(&mut self, file: usize, index: usize) {
        let field = &self.pool.files[file].fields[index];
        let Some(extendee) = field.extendee.clone() else { return };
        let full = field.full_name.clone();
        match self.type_of(file, &extendee, &full, false) {
            Some(Kind::Message(id)) => {
                let field = &mut self.pool.files[file].fields[index];
                field.of = Some(id);
                let number = field.number;
                self.pool.extensions.entry((id, number)).or_insert(Id { file, index });
            }
            Some(_) => {
                let message =
                    format!("`{}` is not a message, so it has no extensions", extendee.text);
                self.report(file, Mistake::new(extendee.span, message));
            }
            None => {}
        }
    }

    fn resolve_field(&mut self, file: usize, index: usize) {
        let field = &self.pool.files[file].fields[index];
        if field.type_name.text.is_empty() {
            return;
        }
        let (name, full) = (field.type_name.clone(), field.full_name.clone());
        let is_group = matches!(field.kind, Type::Group(_));
        let kind = match self.type_of(file, &name, &full, true) {
            Some(Kind::Message(id)) if is_group => Type::Group(Some(id)),
            Some(Kind::Message(id)) => Type::Message(id),
            Some(Kind::Enum(id)) => Type::Enum(id),
            _ => return,
        };
        if let Type::Message(id) = kind {
            let entry = &self.pool.files[id.file].messages[id.index];
            let own = self.pool.files[file].fields[index].label == crate::ast::Label::Repeated
                && id.file == file
                && entry.name.span == self.pool.files[file].fields[index].name.span;
            if entry.map_entry && !own {
                let message =
                    format!("`{}` is the entry of a map, which cannot be used", name.text);
                // Without a type, as its fields may be those of another file.
                return self.report(file, Mistake::new(name.span, message));
            }
        }
        self.pool.files[file].fields[index].kind = kind;
    }

    fn resolve_default(&mut self, file: usize, index: usize) {
        let field = &self.pool.files[file].fields[index];
        let Some(default) = &field.default else { return };
        let mistake = match field.kind {
            Type::Message(_) => Mistake::new(default.span, "a message has no default value"),
            Type::Enum(id) => {
                let enumeration = self.pool.enumeration(id);
                let mut values = enumeration.values.iter().map(|value| &*value.name.text);
                if !default.is_identifier {
                    Mistake::new(default.span, "the default of an enum field is one of its values")
                } else if values.any(|value| value == default.text) {
                    return;
                } else {
                    let name = &enumeration.full_name;
                    let message = format!("the enum `{name}` has no value `{}`", default.text);
                    let values = enumeration.values.iter().map(|value| &*value.name.text);
                    Mistake::new(default.span, message).meant(&default.text, values)
                }
            }
            _ => return,
        };
        self.report(file, mistake);
    }

    fn resolve_method(&mut self, file: usize, service: usize, index: usize) {
        let own = &self.pool.files[file].services[service];
        let method = &own.methods[index];
        let scope = super::declare::join(&own.full_name, &method.name.text);
        let types = [method.input.clone(), method.output.clone()];
        let resolved = types.map(|name| match self.type_of(file, &name, &scope, false) {
            Some(Kind::Message(id)) => Some(self.pool.message(id).full_name.clone()),
            Some(_) => {
                let message = format!("`{}` is not a message", name.text);
                self.report(file, Mistake::new(name.span, message));
                None
            }
            None => None,
        });
        let method = &mut self.pool.files[file].services[service].methods[index];
        let [input, output] = resolved;
        for (name, full) in [(&mut method.input, input), (&mut method.output, output)] {
            if let Some(full) = full {
                name.text = full;
            }
        }
    }
}

/// What a type of another language is called here.
fn foreign_scalar(text: &str) -> Option<&'static str> {
    Some(match text {
        "int" | "i32" | "integer" | "Int32" => "int32",
        "long" | "i64" | "Int64" => "int64",
        "uint" | "u32" => "uint32",
        "u64" => "uint64",
        "f32" | "float32" => "float",
        "f64" | "float64" | "Double" => "double",
        "boolean" | "Boolean" | "Bool" => "bool",
        "str" | "String" => "string",
        "byte" | "blob" => "bytes",
        _ => return None,
    })
}
