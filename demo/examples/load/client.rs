//! A client of HTTP/1.1 that a proxy seems to stand before.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Longer than the demo takes to refuse.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Client {
    server: String,
    address: String,
    connection: Option<BufReader<TcpStream>>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    body: String,
}

impl Answer {
    pub(crate) fn has(&self, header: &str) -> bool {
        self.head.contains(&format!("\r\n{header}: "))
    }

    pub(crate) fn token(&self) -> Option<String> {
        let (_, rest) = self.body.split_once(r#""access_token":""#)?;
        rest.split('"').next().map(str::to_owned)
    }
}

impl Client {
    /// With this address, which the proxy tells.
    pub(crate) fn new(server: &str, address: &str) -> Self {
        Self {
            server: server.to_owned(),
            address: address.to_owned(),
            connection: None,
        }
    }

    pub(crate) fn get(&mut self, path: &str, token: &str) -> Result<Answer> {
        let head = format!("GET {path} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n");
        self.exchange(&head, "")
    }

    pub(crate) fn log_in(&mut self, username: &str, password: &str) -> Result<Answer> {
        let (head, form) = login(username, password);
        self.exchange(&head, &form)
    }

    /// Sends a login, and waits for nothing.
    pub(crate) fn hang_up(&mut self, username: &str, password: &str) -> Result<()> {
        let (head, form) = login(username, password);
        self.send(&head, &form)?;
        self.connection = None;
        Ok(())
    }

    fn exchange(&mut self, head: &str, body: &str) -> Result<Answer> {
        let answer = self.send(head, body).and_then(|()| self.receive());
        if answer
            .as_ref()
            .is_ok_and(|answer| !answer.has("connection"))
        {
            return answer;
        }
        self.connection = None;
        answer
    }

    fn send(&mut self, head: &str, body: &str) -> Result<()> {
        if self.connection.is_none() {
            let connection = TcpStream::connect(&self.server)?;
            connection.set_read_timeout(Some(PATIENCE))?;
            connection.set_nodelay(true)?;
            self.connection = Some(BufReader::new(connection));
        }
        let connection = self.connection.as_mut().ok_or(ErrorKind::NotConnected)?;
        let request = format!(
            "{head}Host: demo\r\nForwarded: for={}\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        connection.get_mut().write_all(request.as_bytes())
    }

    fn receive(&mut self) -> Result<Answer> {
        let connection = self.connection.as_mut().ok_or(ErrorKind::NotConnected)?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if connection.read_line(&mut head)? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        head.make_ascii_lowercase();
        let broken = || Error::new(ErrorKind::InvalidData, "no HTTP");
        let status = head.get(9..12).and_then(|status| status.parse().ok());
        let length = head.split_once("content-length: ").ok_or_else(broken)?.1;
        let length = length.lines().next().and_then(|length| length.parse().ok());
        let mut body = vec![0; length.ok_or_else(broken)?];
        connection.read_exact(&mut body)?;
        Ok(Answer {
            status: status.ok_or_else(broken)?,
            head,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }
}

fn login(username: &str, password: &str) -> (String, String) {
    let head = "POST /token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let form = format!("username={username}&password={password}&scope=me");
    (head.to_owned(), form)
}
