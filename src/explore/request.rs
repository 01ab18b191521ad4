//! A request, read within bounds of size, and checked for where it comes from.

use std::io::{self, Read};

/// Most bytes of a head.
const LONGEST_HEAD: usize = 16 << 10;
/// Most bytes of a body.
const LONGEST_BODY: usize = 64 << 10;
/// Most headers.
const MOST_HEADERS: usize = 64;

/// A request of which the head and the body have arrived.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: String,
    /// The path without what follows a question mark.
    pub(super) path: String,
    host: Option<String>,
    origin: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Why a request is not answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is too long.
    TooLong,
    /// It is none.
    Malformed,
    /// It did not arrive.
    Gone,
}

impl From<io::Error> for Unread {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

impl Request {
    /// Reads a request.
    pub(super) fn read(stream: &mut impl Read) -> Result<Self, Unread> {
        let mut bytes = Vec::new();
        loop {
            if let Some((mut request, head, length)) = parse(&bytes)? {
                if length > LONGEST_BODY {
                    return Err(Unread::TooLong);
                }
                while bytes.len() < head + length {
                    more(stream, &mut bytes)?;
                }
                request.body = bytes[head..head + length].to_vec();
                return Ok(request);
            }
            if bytes.len() > LONGEST_HEAD {
                return Err(Unread::TooLong);
            }
            more(stream, &mut bytes)?;
        }
    }

    /// Whether it is meant for this machine at this port, and comes from a page of it or from no page at all. Another page in the same
    /// browser says whose it is; and a name that is made to lead here is still another name.
    pub(super) fn is_from_here(&self, port: u16) -> bool {
        let here = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        let is_own = |origin: &String| origin.strip_prefix("http://").is_some_and(|host| here.iter().any(|own| own == host));
        self.host.as_ref().is_some_and(|host| here.contains(host)) && self.origin.as_ref().is_none_or(is_own)
    }
}

fn more(stream: &mut impl Read, bytes: &mut Vec<u8>) -> Result<(), Unread> {
    let mut part = [0; 4096];
    match stream.read(&mut part)? {
        0 => Err(Unread::Gone),
        read => {
            bytes.extend_from_slice(&part[..read]);
            Ok(())
        }
    }
}

/// The request of a head, the head's length and the body's, once the head is whole.
fn parse(bytes: &[u8]) -> Result<Option<(Request, usize, usize)>, Unread> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let status = parsed.parse(bytes).map_err(|error| match error {
        httparse::Error::TooManyHeaders => Unread::TooLong,
        _ => Unread::Malformed,
    })?;
    let httparse::Status::Complete(head) = status else { return Ok(None) };
    if head > LONGEST_HEAD {
        return Err(Unread::TooLong);
    }
    // A header that is given twice could be read in two ways.
    let header = |name: &str| -> Result<Option<String>, Unread> {
        let mut found = parsed.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        let value = found.next().map(|header| String::from_utf8(header.value.to_vec()).map_err(|_| Unread::Malformed)).transpose()?;
        if found.next().is_some() { Err(Unread::Malformed) } else { Ok(value) }
    };
    if header("transfer-encoding")?.is_some() {
        return Err(Unread::Malformed);
    }
    let length = header("content-length")?.map_or(Ok(0), |length| length.trim().parse()).map_err(|_| Unread::Malformed)?;
    let path = parsed.path.unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
    let (host, origin) = (header("host")?, header("origin")?);
    Ok(Some((Request { method: parsed.method.unwrap_or_default().to_owned(), path, host, origin, body: Vec::new() }, head, length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Request, Unread> {
        Request::read(&mut text.as_bytes())
    }

    #[test]
    fn a_request_is_from_here_only_under_its_own_names() {
        let from = |host: &str, origin: &str| {
            let origin = if origin.is_empty() { String::new() } else { format!("Origin: {origin}\r\n") };
            read(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n{origin}\r\n")).unwrap().is_from_here(80)
        };
        assert!(from("127.0.0.1:80", "") && from("localhost:80", "http://127.0.0.1:80"));
        for (host, origin) in [
            ("example.org", ""),
            ("example.org:80", ""),
            ("127.0.0.1", ""),
            ("127.0.0.1:81", ""),
            ("127.0.0.1:80", "http://example.org"),
            ("127.0.0.1:80", "https://127.0.0.1:80"),
            ("127.0.0.1:80", "http://127.0.0.1:81"),
            ("127.0.0.1:80", "null"),
        ] {
            assert!(!from(host, origin), "{host} {origin}");
        }
        assert!(!read("GET / HTTP/1.1\r\n\r\n").unwrap().is_from_here(80), "no host");
    }

    #[test]
    fn what_is_too_long_or_two_fold_or_cut_short_is_not_read() {
        assert_eq!(read(&format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(LONGEST_HEAD))), Err(Unread::TooLong));
        assert_eq!(read("POST / HTTP/1.1\r\nContent-Length: 65537\r\n\r\n"), Err(Unread::TooLong));
        assert_eq!(read(&format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(65))), Err(Unread::TooLong));
        assert_eq!(read("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), Err(Unread::Malformed));
        assert_eq!(read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), Err(Unread::Malformed));
        assert_eq!(read("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"), Err(Unread::Gone));
        assert_eq!(
            read("POST /a?b HTTP/1.1\r\nContent-Length: 2\r\n\r\nabc").map(|request| (request.path, request.body)),
            Ok(("/a".into(), b"ab".to_vec()))
        );
    }
}
