//! What schemas are drawn from: names, types, comments.

/// Names that Rust, file systems, prost or our own output give a meaning to. One schema draws from a
/// handful of them, so that they meet.
const WORDS: &str = "\
    type self Self super crate extern async await gen mod fn impl match dyn try union static \
    macro_rules yield box raw true String Vec Option Some None Box Result Ok Err Default Clone \
    Debug Copy Eq Message Enumeration Oneof Name Field Kind Shape Service Method Enum prost \
    prost_types std core alloc tonic bytes serde typewright_client typewright_ops client \
    commands server json client_2 services SERVICES con aux nul COM1 lib main http from into \
    clone new connect channel request encode decode merge clear encoded_len as_str_name \
    from_str_name is_valid try_from i32 u8 bool str f64 unit HTTPServer HttpServer http_server \
    HTTP_SERVER fooBar foo_bar FooBar FOO_BAR foo__bar _foo foo_ Foo2 foo_2 a1b2 A1B2 X x \
    Value value Entry Client FooClient Foo foo Unspecified UNSPECIFIED Map Any Empty google \
    set_foo push_foo get_foo insert_foo Set_Value push_value dyn_2 foo_2_2 quux timeout send name";

/// What ends the literals and comments that it is written into, or looks like a line of a table.
const COMMENTS: &[&str] = &[
    "Ends a literal: \"# and \"## and '\\'.",
    "Tags <b>bold, [a link][nowhere] and [`code`](:: \\",
    "> a note\n/ a docs\n\n    indented();\n```\nfenced",
    "- one\n     - two\n\n1 x bool",
    "\u{a0}\u{2003}\u{feff}white\u{85}",
    "{} {0} {{ %s $x #[doc] /* open",
];

/// Names of fields in JSON, which may be any text.
const JSON_NAMES: &[&str] =
    &["", " ", "a b", "\\\"#", "json=x", "\u{2028}", "\u{1f980}", "> x", "/ y", "null", "\\n"];

/// Numbers that look random and are the same in each run (xorshift64).
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// What one schema draws from.
pub(super) struct Draw<'n> {
    numbers: &'n mut Numbers,
    words: Vec<&'static str>,
}

impl<'n> Draw<'n> {
    pub(super) fn new(numbers: &'n mut Numbers) -> Self {
        let all: Vec<&str> = WORDS.split(' ').collect();
        let words = (0..8).map(|_| all[numbers.below(all.len())]).collect();
        Self { numbers, words }
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.numbers.below(end)
    }

    /// True once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn one_of<'t, T: ?Sized>(&mut self, all: &[&'t T]) -> &'t T {
        all[self.below(all.len())]
    }

    /// Some names, each once as the compiler compares them.
    pub(super) fn names(&mut self, most: usize) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for _ in 0..self.below(most + 1) {
            let word = self.words[self.numbers.below(self.words.len())];
            if !names.iter().any(|name| name == word) {
                names.push(word.to_owned());
            }
        }
        names
    }

    /// Some names that are not used yet, and are from now on.
    pub(super) fn new_names(&mut self, most: usize, used: &mut Vec<String>) -> Vec<String> {
        let mut names = self.names(most);
        names.retain(|name| !used.contains(name));
        used.extend(names.iter().cloned());
        names
    }

    pub(super) fn scalar(&mut self) -> &'static str {
        self.one_of(&["string", "bytes", "int32", "sint64", "fixed32", "double", "float", "bool"])
    }

    /// A comment in front of an item, or none.
    pub(super) fn comment(&mut self) -> String {
        if !self.once_in(3) {
            return String::new();
        }
        self.one_of(COMMENTS).lines().map(|line| format!("// {line}\n")).collect()
    }

    /// The pattern of the names of a resource.
    pub(super) fn pattern(&mut self) -> String {
        let parts = self.names(3).into_iter().map(|word| format!("{word}/{{{word}}}"));
        parts.collect::<Vec<_>>().join("/")
    }

    /// The option of a method that lists fields of its request, or what might be some; or none.
    pub(super) fn signature(&mut self) -> String {
        if !self.once_in(2) {
            return String::new();
        }
        format!("option (.google.api.method_signature) = \"{}\";", self.names(3).join(","))
    }

    /// What the API says of a field, or nothing.
    pub(super) fn annotation(&mut self) -> Option<String> {
        const ALL: [&str; 5] = [
            "field_behavior) = REQUIRED",
            "field_behavior) = REQUIRED",
            "field_behavior) = OUTPUT_ONLY",
            "field_info).format = UUID4",
            "field_info).format = IPV4",
        ];
        self.once_in(3).then(|| format!("(.google.api.{}", self.one_of(&ALL)))
    }

    /// The option that gives a field its name in JSON, or none.
    pub(super) fn json_name(&mut self) -> Option<String> {
        let name = self.once_in(12).then(|| self.one_of(JSON_NAMES))?;
        Some(format!("json_name = \"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")))
    }
}
