//! A strict reader of `WWW-Authenticate`: one `Bearer` challenge as RFC 6750 section 3 allows it.

/// The auth-params of a challenge, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Challenge(Vec<(String, String)>);

impl Challenge {
    /// Reads a header, or says what is wrong with it.
    pub(crate) fn parse(header: &str) -> Result<Self, String> {
        let mut rest = header
            .strip_prefix("Bearer ")
            .ok_or("not `Bearer` and a space")?;
        let mut params: Vec<(String, String)> = Vec::new();
        loop {
            let (name, after) = rest.split_once("=\"").ok_or("no `name=\"`")?;
            let (value, after) = after.split_once('"').ok_or("a quote is open")?;
            check_param(name, value)?;
            if params.iter().any(|(earlier, _)| earlier == name) {
                return Err(format!("`{name}` comes twice"));
            }
            params.push((name.to_owned(), value.to_owned()));
            if after.is_empty() {
                return Ok(Self(params));
            }
            rest = after.strip_prefix(", ").ok_or("no comma and space")?;
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let param = self.0.iter().find(|(own, _)| own == name);
        param.map(|(_, value)| value.as_str())
    }
}

fn check_param(name: &str, value: &str) -> Result<(), String> {
    let text = |c: char| matches!(c, '\x20'..='\x21' | '\x23'..='\x5B' | '\x5D'..='\x7E');
    let valid = match name {
        "realm" | "error_description" => value.chars().all(text),
        "scope" => value
            .split(' ')
            .all(|scope| !scope.is_empty() && scope.chars().all(text)),
        "error" => ["invalid_request", "invalid_token", "insufficient_scope"].contains(&value),
        _ => return Err(format!("`{name}` is unknown")),
    };
    if valid {
        Ok(())
    } else {
        Err(format!("`{name}` cannot be `{value}`"))
    }
}

#[test]
fn well_formed_challenges_are_read() {
    let challenge = Challenge::parse(r#"Bearer realm="a b", error="invalid_token", scope="x y""#);
    let challenge = challenge.unwrap();
    assert_eq!(challenge.get("realm"), Some("a b"));
    assert_eq!(challenge.get("error"), Some("invalid_token"));
    assert_eq!(challenge.get("scope"), Some("x y"));
    assert_eq!(challenge.get("error_description"), None);
}

#[test]
fn malformed_challenges_are_refused() {
    for header in [
        "",
        "Bearer",
        "Bearer ",
        "bearer realm=\"a\"",
        "Bearer  realm=\"a\"",
        "Basic realm=\"a\"",
        "Bearer realm=a",
        "Bearer realm=\"a",
        "Bearer realm=\"a\" scope=\"x\"",
        "Bearer realm=\"a\",scope=\"x\"",
        "Bearer realm=\"a\", ",
        "Bearer realm=\"a\", realm=\"b\"",
        "Bearer realm=\"a\\\"b\"",
        "Bearer realm=\"é\"",
        "Bearer scope=\"\"",
        "Bearer scope=\"x  y\"",
        "Bearer scope=\" x\"",
        "Bearer error=\"other\"",
        "Bearer Realm=\"a\"",
        "Bearer colour=\"red\"",
    ] {
        assert!(Challenge::parse(header).is_err(), "{header}");
    }
}
