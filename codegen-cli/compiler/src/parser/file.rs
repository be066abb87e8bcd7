//! What stands outside of messages: syntax, package, imports.

use super::{Abort, Parse, Parser, count};
use crate::ast::{Edition, Import, ImportKind, Name, Visibility};
use crate::lexer::Kind;
use crate::locations::LocationId;
use crate::option::Target;
use crate::problem::{Mistake, nearest};

/// The words that statements outside of messages start with.
const STATEMENTS: [&str; 9] =
    ["message", "enum", "service", "extend", "import", "package", "option", "export", "local"];

impl Parser<'_> {
    pub(super) fn file(&mut self) {
        let comments = self.lexer.next_with_comments();
        self.upcoming = comments;
        let root = self.file.locations.open(None, &[], &self.lexer.current);
        if (self.at("syntax") || self.at("edition")) && self.syntax(root).is_err() {
            return;
        }
        while !self.at_end() {
            if self.at("}") {
                self.mistake("there is no `{` that this `}` closes");
                self.upcoming = self.lexer.next_with_comments();
            } else if self.top_statement(root).is_err() {
                self.skip_statement();
            }
        }
        self.close(root);
    }

    fn syntax(&mut self, root: LocationId) -> Parse {
        let location = self.open(root, &[12]);
        let word = self.token().text;
        self.next();
        self.expect("=")?;
        let value = self.string("a quoted name")?;
        self.file.syntax_span = value.span;
        self.expect_end(";", location)?;
        self.close(location);
        let known: &[(&str, Edition)] = match word {
            "syntax" => &[("proto2", Edition::PROTO2), ("proto3", Edition::PROTO3)],
            _ => &[("2023", Edition::E2023), ("2024", Edition::E2024)],
        };
        match known.iter().find(|(name, _)| *name == value.text) {
            Some((_, edition)) => {
                self.file.edition = *edition;
                Ok(())
            }
            None => {
                let text = &value.text;
                let names: Vec<String> = known.iter().map(|(n, _)| format!("`{n}`")).collect();
                let help = format!("it can be {}", names.join(" or "));
                let mistake = Mistake::new(value.span, format!("unknown {word} `{text}`"));
                self.report(mistake.help(help));
                Err(Abort)
            }
        }
    }

    fn top_statement(&mut self, root: LocationId) -> Parse {
        if self.eat_end(";", None) {
            return Ok(());
        }
        let visibility = self.visibility()?;
        match self.token().text {
            "message" => {
                let location = self.open(root, &[4, count(self.file.top.messages.len())]);
                self.message(None, visibility, location)
            }
            "enum" => {
                let location = self.open(root, &[5, count(self.file.top.enums.len())]);
                self.enumeration(None, visibility, location)
            }
            "service" => {
                let location = self.open(root, &[6, count(self.file.services.len())]);
                self.service(location)
            }
            "extend" => {
                let location = self.open(root, &[7]);
                self.extend(None, root, location)
            }
            "import" => self.import(root),
            "package" => self.package(root),
            "option" => {
                let location = self.open(root, &[8]);
                let mut own = self.file.own_options;
                let result = self.option_statement(&mut own, Target::File, location);
                self.file.own_options = own;
                self.close(location);
                result
            }
            other => {
                let found = self.found();
                let message = format!("expected a statement such as `message`, found {found}");
                let mistake = Mistake::new(self.token().span, message);
                self.report(match nearest(other, STATEMENTS.into_iter()) {
                    Some(near) if self.at_kind(Kind::Identifier) => {
                        mistake.help(format!("did you mean `{near}`?"))
                    }
                    _ => mistake,
                });
                Err(Abort)
            }
        }
    }

    /// Reads `export` or `local`, which are ordinary names before edition 2024.
    pub(super) fn visibility(&mut self) -> Parse<Visibility> {
        if self.file.edition < Edition::E2024 {
            return Ok(Visibility::Unset);
        }
        let visibility = match self.token().text {
            "export" => Visibility::Export,
            "local" => Visibility::Local,
            _ => return Ok(Visibility::Unset),
        };
        self.next();
        if !self.at("message") && !self.at("enum") {
            return self.fail("only a `message` or an `enum` can be `export` or `local`");
        }
        Ok(visibility)
    }

    fn package(&mut self, root: LocationId) -> Parse {
        if let Some(first) = &self.file.package {
            let mistake = Mistake::new(self.token().span, "a file has one package");
            let mistake = mistake.related(None, first.span, "it is set here");
            self.report(mistake);
        }
        let location = self.open(root, &[2]);
        self.next();
        let mut package = self.identifier("a package name")?;
        while self.eat(".") {
            let part = self.identifier("a package name")?;
            package.text.push('.');
            package.text.push_str(&part.text);
            package.span = package.span.to(part.span);
        }
        self.file.package = Some(package);
        let result = self.expect_end(";", location);
        self.close(location);
        result
    }

    fn import(&mut self, root: LocationId) -> Parse {
        let start = self.token();
        self.next();
        let of_kind = |parser: &Self, kind: ImportKind| {
            let imports = parser.file.imports.iter();
            count(imports.filter(|import| import.kind == kind).count())
        };
        let options = of_kind(self, ImportKind::Option);
        if self.at("option") {
            if self.file.edition < Edition::E2024 {
                self.mistake("`import option` needs edition 2024 or later");
            }
            let location = self.open(root, &[15, options]);
            self.file.locations.start_at(location, &start);
            self.next();
            return self.import_name(ImportKind::Option, location);
        }
        let plain = count(self.file.imports.len()) - options;
        let location = self.open(root, &[3, plain]);
        self.file.locations.start_at(location, &start);
        if options > 0 {
            self.mistake("an `import option` comes after all other imports");
        }
        let kind = match self.token().text {
            "public" if !self.at_kind(Kind::String) => ImportKind::Public,
            "weak" if !self.at_kind(Kind::String) => ImportKind::Weak,
            _ => ImportKind::Plain,
        };
        if kind == ImportKind::Weak && self.file.edition >= Edition::E2024 {
            self.mistake("there is no `import weak` from edition 2024 on");
            if let Some(last) = self.lexer.mistakes.last_mut() {
                last.help = Some("write `import option` for a file that only has options".into());
            }
        }
        if kind != ImportKind::Plain {
            let step = if kind == ImportKind::Public { 10 } else { 11 };
            let location = self.open(root, &[step, of_kind(self, kind)]);
            self.next();
            self.close(location);
        }
        self.import_name(kind, location)
    }

    fn import_name(&mut self, kind: ImportKind, location: LocationId) -> Parse {
        let name: Name = self.string("the quoted name of a file")?;
        self.file.imports.push(Import { name, kind, file: None });
        let result = self.expect_end(";", location);
        self.close(location);
        result
    }
}
