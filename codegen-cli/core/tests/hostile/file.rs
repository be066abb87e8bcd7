//! Files of drawn names, in each form of the language.

use std::fmt::Write as _;

use super::draw::Draw;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Proto2,
    Proto3,
    Edition2023,
    Edition2024,
}

impl Form {
    pub(super) const ALL: [Form; 4] =
        [Form::Proto2, Form::Proto3, Form::Edition2023, Form::Edition2024];

    fn is_edition(self) -> bool {
        matches!(self, Form::Edition2023 | Form::Edition2024)
    }

    fn head(self) -> &'static str {
        match self {
            Form::Proto2 => "syntax = \"proto2\";\n",
            Form::Proto3 => "syntax = \"proto3\";\n",
            Form::Edition2023 => "edition = \"2023\";\n",
            Form::Edition2024 => {
                "edition = \"2024\";\noption features.enforce_naming_style = STYLE_LEGACY;\n"
            }
        }
    }
}

/// Types that fields may have, by their full names.
#[derive(Clone, Debug, Default)]
pub(super) struct Types {
    pub(super) messages: Vec<String>,
    /// With their values.
    pub(super) enums: Vec<(String, Vec<String>)>,
}

/// A file that is being drawn.
pub(super) struct File<'d, 'n> {
    draw: &'d mut Draw<'n>,
    form: Form,
    /// What its fields may have as types: those of other files, and its own as they come.
    types: Types,
    text: String,
}

/// The text of a file, and the types that other files may use.
pub(super) fn file(
    draw: &mut Draw<'_>,
    form: Form,
    package: &str,
    foreign: &Types,
    import: &str,
) -> (String, Types) {
    let mut text = format!("{}package {package};\n{import}", form.head());
    text.push_str("import \"google/protobuf/any.proto\";\nimport \"google/api/options.proto\";\n");
    let mut types = foreign.clone();
    if form == Form::Proto3 {
        // It has no closed enums, whoever declares them.
        types.enums.clear();
    }
    let mut file = File { draw, form, types, text };
    file.features();
    if file.draw.once_in(3) {
        file.resource("resource_definition");
    }
    let own = file.items(package);
    (file.text, own)
}

impl File<'_, '_> {
    fn features(&mut self) {
        const ALL: [&str; 4] = [
            "field_presence = IMPLICIT",
            "message_encoding = DELIMITED",
            "repeated_field_encoding = EXPANDED",
            "utf8_validation = NONE",
        ];
        for feature in ALL {
            if self.form.is_edition() && self.draw.once_in(4) {
                writeln!(self.text, "option features.{feature};").unwrap();
            }
        }
    }

    /// An option that declares a resource.
    fn resource(&mut self, option: &str) {
        let [kind, pattern] = [self.draw.names(1).join(""), self.draw.pattern()];
        writeln!(
            self.text,
            "option (.google.api.{option}) = {{ type: \"x/{kind}\" pattern: \"{pattern}\" }};"
        )
        .unwrap();
    }

    /// What stands in a file, and the types that other files may use.
    fn items(&mut self, package: &str) -> Types {
        let mut used = Vec::new();
        let messages = self.draw.new_names(4, &mut used);
        let enums = self.draw.new_names(2, &mut used);
        let before = self.types.clone();
        self.types.messages.extend(messages.iter().map(|name| format!(".{package}.{name}")));
        for name in &enums {
            self.enumeration(name, &format!(".{package}"), false);
        }
        for name in &messages {
            self.message(name, &format!(".{package}"), 0);
        }
        self.services(&mut used);
        self.extensions(package, &mut used);
        let seen = |id: &str| id.matches('.').count() == 1 + package.matches('.').count() + 1;
        let mut own = self.types.clone();
        // In edition 2024 a nested type is its file's own.
        own.messages.retain(|id| !before.messages.contains(id) && seen(id));
        own.enums.retain(|one| !before.enums.contains(one) && seen(&one.0));
        own
    }

    fn services(&mut self, used: &mut Vec<String>) {
        let types = self.types.messages.clone();
        if types.is_empty() {
            return;
        }
        for name in self.draw.new_names(2, used) {
            let comment = self.draw.comment();
            writeln!(self.text, "{comment}service {name} {{").unwrap();
            self.deprecated();
            for rpc in self.draw.names(6) {
                let [input, output] = [(), ()].map(|()| &types[self.draw.below(types.len())]);
                let [there, back] = [(), ()].map(|()| self.draw.one_of(&["", "stream "]));
                let level = ["NO_SIDE_EFFECTS", "IDEMPOTENT", "IDEMPOTENCY_UNKNOWN"];
                let level = self.draw.one_of(&level);
                let comment = self.draw.comment();
                let signature = self.draw.signature();
                writeln!(
                    self.text,
                    "{comment}rpc {rpc}({there}{input}) returns ({back}{output}) \
                     {{ option idempotency_level = {level}; {signature} }}"
                )
                .unwrap();
            }
            self.text.push_str("}\n");
        }
    }

    fn extensions(&mut self, package: &str, used: &mut Vec<String>) {
        let own = format!(".{package}.");
        let extended = self.types.messages.iter().find(|id| id.starts_with(&own)).cloned();
        let Some(extended) = extended.filter(|_| self.form != Form::Proto3) else { return };
        let label = if self.form == Form::Proto2 { "optional" } else { "" };
        for (name, number) in self.draw.new_names(2, used).iter().zip(100_000..) {
            let ty = self.draw.scalar();
            writeln!(self.text, "extend {extended} {{ {label} {ty} {name} = {number}; }}").unwrap();
        }
    }

    fn deprecated(&mut self) {
        if self.draw.once_in(6) {
            self.text.push_str("option deprecated = true;\n");
        }
    }

    fn message(&mut self, name: &str, scope: &str, depth: usize) {
        let comment = self.draw.comment();
        write!(self.text, "{comment}message {name} ").unwrap();
        self.body(name, scope, depth);
    }

    /// A message behind its name, or a group behind its number.
    fn body(&mut self, name: &str, scope: &str, depth: usize) {
        self.text.push_str("{\noption deprecated_legacy_json_field_conflicts = true;\n");
        self.deprecated();
        if self.form != Form::Proto3 {
            self.text.push_str("extensions 100000 to 100010;\n");
        }
        if self.draw.once_in(6) {
            self.resource("resource");
        }
        let (scope, mut used) = (format!("{scope}.{name}"), Vec::new());
        if depth < 3 {
            let nested = self.draw.new_names(2, &mut used);
            self.types.messages.extend(nested.iter().map(|name| format!("{scope}.{name}")));
            for nested in nested {
                self.message(&nested, &scope, depth + 1);
            }
        }
        for item in self.draw.new_names(1, &mut used) {
            self.enumeration(&item, &scope, true);
        }
        let mut number = 0;
        for name in self.draw.new_names(5, &mut used) {
            number += 1;
            self.field(&name, number);
        }
        for oneof in self.draw.new_names(2, &mut used) {
            let members = self.draw.new_names(4, &mut used);
            if members.is_empty() {
                continue;
            }
            let comment = self.draw.comment();
            writeln!(self.text, "{comment}oneof {oneof} {{").unwrap();
            for member in members {
                number += 1;
                self.typed("", &member, number);
            }
            self.text.push_str("}\n");
        }
        let group = self.draw.names(1).into_iter().find(|name| {
            let field = name.to_lowercase();
            name.starts_with(|c: char| c.is_ascii_uppercase())
                && !used.iter().any(|used| used == name || *used == field)
        });
        if let Some(group) = group.filter(|_| self.form == Form::Proto2 && depth < 3) {
            let label = self.draw.one_of(&["optional", "repeated", "required"]);
            write!(self.text, "{label} group {group} = {} ", number + 1).unwrap();
            self.body(&group, &scope, depth + 1);
        }
        self.text.push_str("}\n");
    }

    fn field(&mut self, name: &str, number: usize) {
        let labels: &[&str] = match self.form {
            Form::Proto2 => &["optional", "repeated", "required", "map"],
            Form::Proto3 => &["", "optional", "repeated", "map"],
            Form::Edition2023 | Form::Edition2024 => &["", "", "repeated", "map"],
        };
        let label = self.draw.one_of(labels);
        self.typed(label, name, number);
    }

    /// A field of a type that is drawn, too, with options that it can have.
    fn typed(&mut self, label: &str, name: &str, number: usize) {
        let annotation = self.draw.annotation();
        let mut options: Vec<String> =
            self.draw.json_name().into_iter().chain(annotation).collect();
        let single = !matches!(label, "repeated" | "map");
        let (enums, messages) = (self.types.enums.len(), self.types.messages.len());
        let choice = self.draw.below(4);
        let ty = if choice == 0 && enums > 0 {
            let (ty, values) = self.types.enums[self.draw.below(enums)].clone();
            let defaults = self.form != Form::Proto3 && single;
            if defaults && self.draw.once_in(3) {
                options.push(format!("default = {}", values[self.draw.below(values.len())]));
                if self.form.is_edition() && !label.is_empty() {
                    options.push("features.field_presence = EXPLICIT".to_owned());
                }
            }
            ty
        } else if choice == 1 && messages > 0 {
            let encoding = self.form.is_edition() && label != "map" && self.draw.once_in(3);
            options.extend(encoding.then(|| "features.message_encoding = DELIMITED".to_owned()));
            self.types.messages[self.draw.below(messages)].clone()
        } else if self.draw.once_in(8) {
            ".google.protobuf.Any".to_owned()
        } else {
            self.draw.scalar().to_owned()
        };
        if self.draw.once_in(8) {
            options.push("deprecated = true".to_owned());
        }
        if self.draw.once_in(8) {
            options.push("debug_redact = true".to_owned());
        }
        let options = match &*options {
            [] => String::new(),
            all => format!(" [{}]", all.join(", ")),
        };
        let ty = match label {
            "map" => {
                let key = self.draw.one_of(&["string", "bool", "uint32", "sfixed64"]);
                format!("map<{key}, {ty}>")
            }
            _ => format!("{label} {ty}"),
        };
        let comment = self.draw.comment();
        writeln!(self.text, "{comment}{ty} {name} = {number}{options};").unwrap();
    }

    /// Values are named in the scope around the enum, so a nested one takes all of their names.
    fn enumeration(&mut self, name: &str, scope: &str, nested: bool) {
        let comment = self.draw.comment();
        writeln!(self.text, "{comment}enum {name} {{").unwrap();
        self.text.push_str("option deprecated_legacy_json_field_conflicts = true;\n");
        self.deprecated();
        if self.form.is_edition() && self.draw.once_in(4) {
            self.text.push_str("option features.enum_type = CLOSED;\n");
        }
        let prefix = if nested { format!("{name}_") } else { format!("{}_", name.to_uppercase()) };
        let mut values = self.draw.names(5);
        values.push("zero".to_owned());
        for (i, value) in values.iter_mut().enumerate() {
            *value = format!("{prefix}{value}");
            let deprecated = if self.draw.once_in(8) { " [deprecated = true]" } else { "" };
            writeln!(self.text, "{value} = {i}{deprecated};").unwrap();
        }
        self.text.push_str("}\n");
        self.types.enums.push((format!("{scope}.{name}"), values));
    }
}
