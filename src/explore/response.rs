//! What goes back: an answer at once, or events as they come.

use std::io::{self, Write};

/// What a page may do: nothing but what came from here, and nothing that is written into the page itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// An answer at once.
#[derive(Debug)]
pub(super) struct Response<'a> {
    status: u16,
    kind: &'static str,
    body: std::borrow::Cow<'a, [u8]>,
}

impl<'a> Response<'a> {
    pub(super) fn new(kind: &'static str, body: impl Into<std::borrow::Cow<'a, [u8]>>) -> Self {
        Self { status: 200, kind, body: body.into() }
    }

    /// What is wrong, in words.
    pub(super) fn wrong(status: u16, text: impl Into<String>) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: text.into().into_bytes().into() }
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let length = format!("Content-Length: {}\r\n", self.body.len());
        out.write_all(head(self.status, self.kind, &length).as_bytes())?;
        out.write_all(&self.body)?;
        out.flush()
    }
}

/// Begins to send events.
pub(super) fn begin_events(out: &mut impl Write) -> io::Result<()> {
    out.write_all(head(200, "text/event-stream; charset=utf-8", "").as_bytes())?;
    out.flush()
}

/// Sends an event. Data of JSON hold no line break.
pub(super) fn event(out: &mut impl Write, name: &str, data: &str) -> io::Result<()> {
    out.write_all(format!("event: {name}\ndata: {data}\n\n").as_bytes())?;
    out.flush()
}

fn head(status: u16, kind: &str, more: &str) -> String {
    let reason = match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Content Too Large",
        _ => "Service Unavailable",
    };
    format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\n\
         Referrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n{more}\r\n"
    )
}
