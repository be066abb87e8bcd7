//! The example file: as it is it sets nothing, and without its `#` it sets every default.

use typewright_settings::{Loader, Settings, template};

use crate::tree::App;

#[test]
fn as_it_is_it_sets_nothing() {
    let text = template(App::SCHEMA, "APP");
    let app = Loader::new("APP").text("example.yaml", &text).load::<App>().expect("no mistake");
    assert_eq!(app.value, Loader::new("APP").load::<App>().expect("no mistake").value);
    for row in app.origins() {
        assert_eq!(row.origin.to_string(), "default", "{}", row.key);
    }
}

/// Takes the `#` away that stands right before a key.
fn uncommented(template: &str) -> String {
    let line = |line: &str| match line.trim_start().strip_prefix('#') {
        Some(rest) if !rest.starts_with(' ') => line.replacen('#', "", 1),
        _ => line.to_owned(),
    };
    template.lines().map(|l| line(l) + "\n").collect()
}

#[test]
fn uncommented_it_sets_every_default() {
    let text = uncommented(&template(App::SCHEMA, "APP"));
    let app = Loader::new("APP").text("example.yaml", &text).load::<App>();
    let mut app = app.unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    for row in app.origins().filter(|row| !row.key.starts_with("server.tls")) {
        assert!(row.origin.to_string().starts_with("example.yaml:"), "{}", row.key);
    }
    // The optional section has no default, so it shows what must be set.
    assert!(app.value.server.tls.take().is_some());
    assert_eq!(app.value, Loader::new("APP").load::<App>().expect("no mistake").value);
}

#[test]
fn it_explains_each_setting() {
    let text = template(App::SCHEMA, "APP");
    let wanted = "
# Where to listen.
server:
  # The address.
  # Text. Variable: APP_SERVER_BIND_ADDR.
  #bind_addr: \"127.0.0.1\"
";
    assert!(text.contains(wanted), "{text}");
    let wanted = "
  # Encryption, if this section is there.
  #tls:
    # The certificate.
    # A path. Must be set. Variable: APP_SERVER_TLS_CERT_PATH.
    #cert_path: \"\"
";
    assert!(text.contains(wanted), "{text}");
}
