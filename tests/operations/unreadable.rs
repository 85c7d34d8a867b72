//! What a service might read in another way never reaches it.

use super::app::{ADMITTED, Service, rpc, tool};

#[tokio::test]
async fn it_is_refused_with_any_token() {
    let service = Service::new();
    let ping_and_write = r#"{"jsonrpc":"2.0","id":1,"method":"ping","method":"notes.write"}"#;
    for body in [
        "",
        "x",
        "[]",
        "{}",
        r#"{"jsonrpc":"2.0","id":1}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":5}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":""}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"ping","Method":"notes.write"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"ping","m\u0065thod":"notes.write"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"ping"}{"method":"notes.write"}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call write_note"}"#,
        ping_and_write,
        &format!("\u{feff}{}", rpc("ping")),
    ] {
        for path in ["/rpc", "/mcp"] {
            for scopes in [None, Some(&["read", "write", "admin"][..])] {
                let answer = service.post(path, scopes, body.to_owned()).await;
                assert_eq!(answer.status, 400, "{path}: {body}");
                assert_eq!(answer.json()["jsonrpc"], "2.0");
                assert!(answer.json()["error"]["code"].is_i64());
            }
        }
    }
    assert!(service.journal.take().is_empty());
}

/// JSON-RPC 2.0 section 5.1: -32700 is for what is not JSON, -32600 for JSON that is no request.
#[tokio::test]
async fn the_code_says_whether_it_is_json() {
    let service = Service::new();
    let many = format!(
        "[{}{}]",
        format!("{},", rpc("ping")).repeat(1000),
        rpc("ping")
    );
    for (body, code) in [
        (&b"x"[..], -32700),
        (br#"{"jsonrpc":"2.0","id":1,"method":"ping""#, -32700),
        (br#"{"jsonrpc":"2.0","id":1,"method":"ping"} x"#, -32700),
        (
            b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}",
            -32700,
        ),
        (b"null", -32600),
        (b"1", -32600),
        (b"[1,2,3]", -32600),
        (br#"{"jsonrpc":"2.0","method":1,"params":"bar"}"#, -32600),
        (
            br#"{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}"#,
            -32600,
        ),
        (many.as_bytes(), -32600),
    ] {
        for path in ["/rpc", "/mcp"] {
            let answer = service.post(path, None, body.to_owned()).await;
            assert_eq!(answer.json()["error"]["code"], code, "{path}: {body:?}");
        }
    }
}

#[tokio::test]
async fn a_tool_has_exactly_one_name() {
    let service = Service::new();
    for params in [
        "",
        r#","params":null"#,
        r#","params":[]"#,
        r#","params":["write_note",{}]"#,
        r#","params":{}"#,
        r#","params":{"name":1}"#,
        r#","params":{"name":["read_note"]}"#,
        r#","params":{"name":"read_note\u0000"}"#,
        r#","params":{"name":"write_note\u0000x"}"#,
        r#","params":{"name":"read_note","name\u0000":"write_note"}"#,
        r#","params":{"name":"read_note","name":"write_note"}"#,
        r#","params":{"name":"read_note","Name":"write_note"}"#,
        r#","params":{"name":"read_note","n\u0061me":"write_note"}"#,
        r#","params":{"name":"read_note"},"params":{"name":"write_note"}"#,
        r#","params":{"$serde_json::private::RawValue":"{\"name\":\"write_note\"}","name":"read_note"}"#,
        r#","params":{"name":{"$serde_json::private::RawValue":"\"write_note\""}}"#,
    ] {
        let body = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call"{params}}}"#);
        let answer = service
            .post("/mcp", Some(&["write", "admin"]), body.clone())
            .await;
        assert_eq!(answer.status, 400, "{body}");
    }
    assert!(service.journal.take().is_empty());
}

#[tokio::test]
async fn the_body_has_to_be_plain_json() {
    let service = Service::new();
    for (headers, status) in [
        (
            &[("content-type", "application/json; charset=utf-8")][..],
            ADMITTED,
        ),
        (
            &[("content-type", "Application/JSON;charset=\"UTF-8\"")],
            ADMITTED,
        ),
        (&[("content-encoding", "identity")], ADMITTED),
        (&[("content-type", "application/json; charset=utf-16")], 415),
        (
            &[("content-type", "application/json; charset*=utf-7''x")],
            415,
        ),
        (
            &[("content-type", "application/json; Charset*0=utf-7")],
            415,
        ),
        (
            &[("content-type", r#"application/json; x="; charset=utf-7""#)],
            415,
        ),
        (&[("content-type", "text/plain")], 415),
        (&[("content-type", "")], 415),
        (
            &[
                ("content-type", "application/json"),
                ("content-type", "text/plain"),
            ],
            415,
        ),
        (&[("content-encoding", "gzip")], 415),
        (
            &[
                ("content-encoding", "identity"),
                ("content-encoding", "gzip"),
            ],
            415,
        ),
    ] {
        for (path, body) in [("/rpc", rpc("ping")), ("/mcp", tool("read_note"))] {
            let answer = service
                .post_with(path, Some(&["read"]), headers, body)
                .await;
            assert_eq!(answer.status, status, "{headers:?}");
        }
    }
}
