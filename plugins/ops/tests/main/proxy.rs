//! Calls through a proxy, and what is said of it.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};

use crate::server::start;
use crate::tool::{run, worlds};

/// A proxy that leads everywhere to one server, or answers something else. Gives its address.
fn proxy(server: &str, answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let server = server.trim_start_matches("http://").to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, server) = (stream.expect("a connection"), server.clone());
            std::thread::spawn(move || tunnel(stream, &server, answer));
        }
    });
    address
}

fn tunnel(mut stream: TcpStream, server: &str, answer: &str) {
    let mut reader = BufReader::new(stream.try_clone().expect("a socket"));
    let mut line = String::new();
    // Whoever only looks whether it is there sends nothing.
    while line != "\r\n" {
        line.clear();
        if reader.read_line(&mut line).is_ok_and(|read| read == 0) {
            return;
        }
    }
    stream.write_all(answer.as_bytes()).expect("a client");
    if !answer.contains(" 200 ") {
        return;
    }
    let mut behind = TcpStream::connect(server).expect("a server");
    let (mut back, mut to) = (behind.try_clone().expect("a socket"), stream);
    let mut out = to.try_clone().expect("a socket");
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut back, &mut out);
        let _ = out.shutdown(Shutdown::Both);
    });
    let _ = std::io::copy(&mut reader, &mut behind);
    let _ = (behind.shutdown(Shutdown::Both), to.flush());
}

const WELL: &str = "HTTP/1.1 200 OK\r\n\r\n";
const CALL: [&str; 6] = ["echo", "--must=1", "-o", "ndjson", "-e", "http://worlds.invalid:7"];

#[test]
fn a_proxy_leads_there_where_a_setting_or_a_variable_says_so() {
    let address = proxy(&start(), WELL);
    let url = format!("http://me:canary@{address}");
    let by_flag = run(&worlds(), &[&CALL[..], &["--proxy", &url]].concat(), &[]);
    assert_eq!((by_flag.code, by_flag.out.as_str()), (0, "{\"must\":1}\n"), "{}", by_flag.err);
    for name in ["WORLDS_PROXY", "http_proxy", "ALL_PROXY"] {
        let well = run(&worlds(), &CALL, &[(name, &url)]);
        assert_eq!((well.code, well.err.as_str()), (0, ""), "{name}");
    }
    // Hosts that are spared, and a setting that is stronger, leave it out.
    for (args, env) in [(&[][..], ("no_proxy", ".invalid")), (&["--proxy=never"], ("x", ""))] {
        let left = run(&worlds(), &[&CALL[..], args].concat(), &[("http_proxy", &url), env]);
        assert_eq!(left.code, 78, "{}", left.err);
    }
    let doctor = ["doctor", "-e", "http://worlds.invalid:7"];
    let told = run(&worlds(), &doctor, &[("http_proxy", &url)]);
    assert!(told.out.contains(&format!("ok    proxy        http://{address} leads there\n")));
    assert!(told.out.contains("ok    connection   to 127.0.0.1:"), "{}", told.out);
    assert!(told.out.contains("ok    health       the server speaks gRPC"), "{}", told.out);
    let dry = run(&worlds(), &[&CALL[..], &["--dry-run", "--proxy", &url]].concat(), &[]);
    assert!(dry.out.contains(&format!(" --proxytunnel --proxy http://{address} ")), "{}", dry.out);
    let shown = run(&worlds(), &["config", "show", "--proxy", &url], &[]);
    for said in [&told.out, &told.err, &dry.out, &shown.out, &shown.err] {
        assert!(!said.contains("canary"), "{said}");
    }
}

#[test]
fn a_proxy_that_will_not_is_named() {
    let address = proxy("", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    let url = format!("http://me:canary@{address}");
    let refused = run(&worlds(), &[&CALL[..], &["-vv"]].concat(), &[("http_proxy", &url)]);
    let told = format!("the proxy http://{address} refused worlds.invalid:7: 407 Proxy");
    assert!(refused.code == 78 && refused.err.contains(&told), "{}", refused.err);
    assert!(!refused.err.contains("canary"), "{}", refused.err);
    for url in ["socks5://me:canary@h:1", "http://me:canary@"] {
        let wrong = run(&worlds(), &CALL, &[("ALL_PROXY", url)]);
        assert!(wrong.code == 2 && wrong.err.starts_with("error: ALL_PROXY: `"), "{}", wrong.err);
        let told = run(&worlds(), &["doctor", "-e", "http://a.invalid", "--proxy", url], &[]);
        assert!(told.code == 1 && told.out.contains("fail  proxy        proxy: `"), "{}", told.out);
        assert!(!format!("{}{}{}", wrong.err, told.out, told.err).contains("canary"));
    }
}
