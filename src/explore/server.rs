//! The page on this machine alone: sockets, threads and their time limits.

use super::request::{Request, Unread};
use super::response::Response;
use super::routes::Routes;
use super::session::Session;
use std::io::{self, ErrorKind, Read};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A request must have arrived after so long.
const ARRIVES: Duration = Duration::from_secs(5);
/// A client must take what is sent within so long.
const TAKES: Duration = Duration::from_secs(5);
/// How often it is looked whether a connection has come, or the user wants to end.
const LOOKS: Duration = Duration::from_millis(5);
/// How long a read waits before it is looked again whether the user wants to end.
const WAITS: Duration = Duration::from_millis(100);
/// Most connections at a time; a browser opens six.
const MOST: usize = 32;

/// Serves a session on the loopback address, behind a token.
pub struct Server {
    listener: TcpListener,
    port: u16,
    token: String,
}

impl Server {
    /// Listens at a port; at 0, at any that is free.
    ///
    /// # Errors
    /// If the port is taken, or the system has no randomness for the token.
    pub fn bind(port: u16) -> io::Result<Self> {
        let mut random = [0_u8; 16];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        let token = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        // Ctrl-C is looked for between two connections.
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port, token })
    }

    /// The page's address, with the token.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// Answers requests until the user wants it to end.
    pub fn serve(&self, session: &Session, ends: &(dyn Fn() -> bool + Sync)) {
        let (open, routes) = (AtomicUsize::new(0), Routes { session, token: &self.token, port: self.port });
        thread::scope(|scope| {
            while !ends() {
                let Ok((mut stream, _)) = self.listener.accept() else {
                    // Nobody is there, or whoever was is gone again.
                    thread::sleep(LOOKS);
                    continue;
                };
                if open.load(Ordering::Relaxed) >= MOST {
                    let _ = stream
                        .set_write_timeout(Some(WAITS))
                        .and_then(|()| Response::wrong(503, "too many connections").write(&mut stream));
                    continue;
                }
                open.fetch_add(1, Ordering::Relaxed);
                let (open, routes) = (&open, &routes);
                scope.spawn(move || {
                    attend(stream, routes, ends);
                    open.fetch_sub(1, Ordering::Relaxed);
                });
            }
            session.next();
        });
    }
}

/// Reads one request of a connection and answers it.
fn attend(mut stream: TcpStream, routes: &Routes, ends: &(dyn Fn() -> bool + Sync)) {
    let set = |stream: &TcpStream| {
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(WAITS))?;
        stream.set_write_timeout(Some(TAKES))
    };
    if set(&stream).is_err() {
        return;
    }
    let read = Request::read(&mut Patient { stream: &mut stream, until: Instant::now() + ARRIVES, ends });
    match read {
        Ok(request) => routes.answer(&request, &mut stream),
        Err(Unread::TooLong) => drop(Response::wrong(413, "the request is too long").write(&mut stream)),
        Err(Unread::Malformed) => drop(Response::wrong(400, "this is no request").write(&mut stream)),
        Err(Unread::Gone) => {}
    }
    close(stream);
}

/// Ends a connection so that what was written arrives, though the client may have sent more than was read.
fn close(mut stream: TcpStream) {
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut rest = [0; 4096];
    for _ in 0..64 {
        if !matches!(stream.read(&mut rest), Ok(1..)) {
            return;
        }
    }
}

/// A stream that waits for bytes until its time is up or the user wants to end.
struct Patient<'a> {
    stream: &'a mut TcpStream,
    until: Instant,
    ends: &'a (dyn Fn() -> bool + Sync),
}

impl Read for Patient<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if Instant::now() > self.until || (self.ends)() {
                return Err(ErrorKind::TimedOut.into());
            }
            match self.stream.read(buffer) {
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
                read => return read,
            }
        }
    }
}
