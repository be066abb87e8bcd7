//! The ways into a request: flags, items of lists, variables, `--unset`, masks, times.

use typewright_ops::Tool;
use typewright_ops::table::{Message, Service, Type};
use typewright_ops::well_known::{FIELD_MASK, TIMESTAMP};

use crate::schema::KINDS;
use crate::tool::run;

static PART: Message = Message::new(
    "
    test.Part
    1 name string
    2 parts .test.Part repeated
    3 left .test.Kinds oneof=side
    4 right .test.Kinds oneof=side
    ",
    &[Type::Message(&PART), Type::Message(&KINDS)],
);

static THING: Message = Message::new(
    "
    test.Thing
    1 title string
    2 count int32
    3 tags string repeated
    4 parts .test.Part repeated
    5 part .test.Part?
    6 at .google.protobuf.Timestamp?
    ",
    &[Type::Message(&PART), Type::Message(&TIMESTAMP)],
);

static UPDATE: Message = Message::new(
    "
    test.Update
    1 thing .test.Thing?
    2 update_mask .google.protobuf.FieldMask? json=update_mask
    3 dry bool
    ",
    &[Type::Message(&THING), Type::Message(&FIELD_MASK)],
);

static THINGS: Service = Service::new(
    "
    test.Things
    Update .test.Update .test.Thing
    ",
    &[Type::Message(&UPDATE), Type::Message(&THING)],
);

/// The request as compact JSON, or what is wrong with it.
fn request(args: &[&str], env: &[(&str, &str)]) -> String {
    let tool = Tool::new("things", "1").services(&[&THINGS]);
    let run = run(&tool, &[&["update", "--dry-run"], args].concat(), env);
    if run.code != 0 {
        return run.err.trim_end().to_owned();
    }
    let (_, body) = run.out.split_once('\n').expect("a heading");
    let (body, _) = body.split_once("\n\n# grpcurl").expect("the lines for grpcurl");
    let json: serde_json::Value = serde_json::from_str(body).expect("JSON");
    json.to_string()
}

#[test]
fn items_of_lists_have_flags() {
    for (args, expected) in [
        (
            &["--thing.parts.0.name=a", "--thing.parts.1.name", "b"][..],
            r#"{"thing":{"parts":[{"name":"a"},{"name":"b"}]}}"#,
        ),
        (
            &["--thing.parts.0.parts.0.name=a", "--thing.parts.0.name=b"],
            r#"{"thing":{"parts":[{"name":"b","parts":[{"name":"a"}]}]}}"#,
        ),
        (&["--thing.parts.0", r#"{"name": "a"}"#], r#"{"thing":{"parts":[{"name":"a"}]}}"#),
        (&["--thing.tags.0=a", "--thing.tags.1=b"], r#"{"thing":{"tags":["a","b"]}}"#),
        (
            &["-d", "thing: {parts: [{name: a}, {name: b}]}", "--thing.parts.1.name=c"],
            r#"{"thing":{"parts":[{"name":"a"},{"name":"c"}]}}"#,
        ),
        (
            &["--thing.parts.1.name=a"],
            "error: --thing.parts.1.name: there is no item 1 before item 0",
        ),
        (
            &["--thing.parts.0.left.a-bool", "--thing.parts.0.right.a-bool"],
            "error: --thing.parts.0.left.a-bool and --thing.parts.0.right.a-bool: only one of \
             `side` can be set",
        ),
    ] {
        assert_eq!(request(args, &[]), expected, "{args:?}");
    }
    assert!(request(&["--thing.title.0=a"], &[]).starts_with("error: unexpected argument"));
    assert!(request(&["--thing.parts.0.nam=a"], &[]).starts_with("error: unexpected argument"));
}

#[test]
fn variables_lie_between_flags_and_data() {
    let env = [
        ("THINGS_UPDATE_THING_TITLE", "variable"),
        ("THINGS_UPDATE_THING_TAGS", r#"["a", "b"]"#),
        ("THINGS_UPDATE_THING_COUNT", "7"),
    ];
    assert_eq!(
        request(&["-d", "thing: {title: data, at: 2026-01-31T00:00:00Z}"], &env),
        r#"{"thing":{"title":"variable","count":7,"tags":["a","b"],"at":"2026-01-31T00:00:00Z"}}"#
    );
    assert_eq!(
        request(&["--thing.title=flag", "--thing.tags", "[c"], &env),
        r#"{"thing":{"title":"flag","count":7,"tags":["[c"]}}"#
    );
    let wrong = [("THINGS_UPDATE_THING_COUNT", "x"), ("THINGS_UPDATE_DRY", "si")];
    let problems = request(&[], &wrong);
    assert!(problems.starts_with("error: THINGS_UPDATE_THING_COUNT: expected a whole number"));
    assert!(problems.contains("\nerror: THINGS_UPDATE_DRY: expected `true`"), "{problems}");
    let tool = Tool::new("things", "1").services(&[&THINGS]);
    let help = run(&tool, &["update", "--help"], &[]).out;
    assert!(help.contains("[env: THINGS_UPDATE_THING_TITLE]"), "{help}");
}

#[test]
fn fields_of_the_data_can_be_taken_away() {
    let data = "thing: {title: a, count: 1, part: {name: b}}";
    let without = |path: &str| request(&["-d", data, "--unset", path], &[]);
    assert_eq!(without("thing.count"), r#"{"thing":{"title":"a","part":{"name":"b"}}}"#);
    assert_eq!(without("thing.part.name"), r#"{"thing":{"title":"a","count":1,"part":{}}}"#);
    assert_eq!(without("thing"), "{}");
    assert_eq!(
        without("thing.tite"),
        "error: --unset: the request has no field `thing.tite`; did you mean `thing.title`?"
    );
}

#[test]
fn a_mask_can_be_what_the_request_sets() {
    for (args, mask) in [
        (&["--thing.title=a", "--thing.part.name=b"][..], "part.name,title"),
        (&["--thing.count=0"], "count"),
        (&["--thing.parts.0.name=a", "--thing.tags=x"], "parts,tags"),
        (&["-d", "thing: {title: a}", "--unset=thing.count"], "count,title"),
        (&["--thing.part={}"], "part"),
    ] {
        let args = [args, &["--update-mask=auto"]].concat();
        let request: serde_json::Value =
            serde_json::from_str(&request(&args, &[])).expect("a request");
        assert_eq!(request["update_mask"], mask, "{args:?}");
    }
    assert_eq!(
        request(&["--update-mask=auto", "--dry"], &[]),
        "error: --update-mask: `auto` finds no field of `thing` that is set"
    );
}

static BOOK: Message = Message::new(
    "
    test.Book
    1 name string REQUIRED
    2 title string REQUIRED
    3 pages int32
    ",
    &[],
);
static UPDATE_BOOK: Message = Message::new(
    "
    test.UpdateBook
    1 book .test.Book?
    2 update_mask .google.protobuf.FieldMask?
    ",
    &[Type::Message(&BOOK), Type::Message(&FIELD_MASK)],
);
static BOOKS: Service = Service::new(
    "
    test.Books
    Update .test.UpdateBook .test.Book
    > PATCH /v1/{book.name=books/*} book
    ",
    &[Type::Message(&UPDATE_BOOK), Type::Message(&BOOK)],
);

#[test]
fn an_update_is_about_what_its_mask_names() {
    let update = |args: &[&str]| {
        let tool = Tool::new("books", "1").services(&[&BOOKS]);
        run(&tool, &[&["update", "--dry-run", "--book.pages=3"], args].concat(), &[])
    };
    // What says which book it is, is not what changes; what stays need not be said.
    let run = update(&["--book.name=books/1", "--update-mask=auto"]);
    assert!(run.out.contains("\"updateMask\": \"pages\""), "{}{}", run.out, run.err);
    let run = update(&["--update-mask=pages"]);
    assert_eq!(
        run.err,
        "error: --book.name: is required; give the flag, or `book.name` in --data\n"
    );
    let run = update(&["--book.name=books/1"]);
    assert!(run.err.contains("--book.title: is required"), "{}", run.err);
}

#[test]
fn examples_in_help_are_requests() {
    static EITHER: Message = Message::new(
        "test.Either\n1 text string oneof=way\n2 number int32 oneof=way\n3 last bool",
        &[],
    );
    static SAY: Service =
        Service::new("test.Says\nSay .test.Either .test.Either", &[Type::Message(&EITHER)]);
    let tool = || Tool::new("says", "1").services(&[&SAY]);
    let help = run(&tool(), &["say", "--help"], &[]).out;
    assert!(help.contains("\n  says say --text text --last\n"), "{help}");
    let said = run(&tool(), &["say", "--text", "text", "--last", "--dry-run"], &[]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn a_field_that_is_called_like_a_setting_says_so() {
    static LATE: Message = Message::new("test.Late\n1 timeout string\n2 key string", &[]);
    static WAITS: Service =
        Service::new("test.Waits\nWait .test.Late .test.Late", &[Type::Message(&LATE)]);
    let tool = Tool::new("waits", "1").services(&[&WAITS]);
    let help = run(&tool, &["wait", "--help"], &[]).out;
    assert!(help.contains("--field.timeout <TEXT>") && help.contains("--key <TEXT>"), "{help}");
    assert!(help.contains("[`--timeout` is the tool's own]"), "{help}");
}

#[test]
fn times_are_written_as_people_do() {
    let at = |text: &str| request(&["--thing.at", text], &[]);
    assert_eq!(at("2026-01-31"), r#"{"thing":{"at":"2026-01-31T00:00:00Z"}}"#);
    assert_eq!(at("1769817600"), r#"{"thing":{"at":"2026-01-31T00:00:00Z"}}"#);
    let text = at("now-1h");
    let json: serde_json::Value = serde_json::from_str(&text).expect("a request");
    let then = humantime::parse_rfc3339(json["thing"]["at"].as_str().expect("a time"));
    let ago = then.expect("RFC 3339").elapsed().expect("the past").as_secs();
    assert!((3600..3660).contains(&ago), "{ago}");
    for wrong in ["soon", "now5", "now-", "now-5", "99999999999999"] {
        assert!(at(wrong).starts_with("error: --thing.at: expected "), "{wrong} {}", at(wrong));
    }
}
