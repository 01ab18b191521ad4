//! Which request has which answer.

use super::control::controls;
use super::request::Request;
use super::response::{Response, begin_events, event};
use super::session::{Refused, Session, Told, Wish};
use crate::report::FONTS;
use serde_json::json;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

const PAGE: &str = include_str!("../../assets/explore.html");
const SCRIPT: &str = include_str!("../../assets/explore.js");
const STYLE: &str = include_str!("../../assets/explore.css");
const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

/// Where requests are answered.
pub(super) struct Routes<'a> {
    pub(super) session: &'a Session,
    /// What every address begins with.
    pub(super) token: &'a str,
    pub(super) port: u16,
}

impl Routes<'_> {
    /// Answers a request. A client that is gone is no failure.
    pub(super) fn answer(&self, request: &Request, out: &mut (impl Write + Send)) {
        let response = match self.route(request) {
            Ok("run") => return self.run(request, out),
            Ok(place) => self.at(place, request),
            Err(refused) => refused,
        };
        let _ = response.write(out);
    }

    /// The place that a request asks for, if it may ask.
    fn route<'r>(&self, request: &'r Request) -> Result<&'r str, Response<'static>> {
        if !request.is_from_here(self.port) {
            return Err(Response::wrong(403, "this comes from another page or under another name"));
        }
        let mut parts = request.path.splitn(3, '/').skip(1);
        // Hashes are compared in a time that says nothing of them.
        if blake3::hash(parts.next().unwrap_or_default().as_bytes()) != blake3::hash(self.token.as_bytes()) {
            return Err(Response::wrong(403, "the address lacks the token that `veilsim explore` printed"));
        }
        let place = parts.next().ok_or_else(|| Response::wrong(404, "end the address with a slash"))?;
        match (request.method.as_str(), place) {
            ("POST", "run" | "save") | ("GET", "" | "explore.js" | "explore.css" | "regular.ttf" | "bold.ttf" | "controls") => Ok(place),
            ("GET" | "POST", _) => Err(Response::wrong(404, "there is nothing here")),
            _ => Err(Response::wrong(405, "only GET and POST are answered")),
        }
    }

    fn at(&self, place: &str, request: &Request) -> Response<'static> {
        match place {
            "" => Response::new("text/html; charset=utf-8", PAGE.as_bytes()),
            "explore.js" => Response::new("text/javascript; charset=utf-8", SCRIPT.as_bytes()),
            "explore.css" => Response::new("text/css; charset=utf-8", STYLE.as_bytes()),
            "regular.ttf" => Response::new("font/ttf", FONTS[0]),
            "bold.ttf" => Response::new("font/ttf", FONTS[1]),
            "save" => match wish(request).and_then(|wish| self.session.text(&wish)) {
                Ok(text) => Response::new(TEXT, text.into_bytes()),
                Err(refused) => Response::wrong(400, refused.0),
            },
            _ => match serde_json::to_vec(&controls(self.session.file())) {
                Ok(json) => Response::new(JSON, json),
                Err(error) => Response::wrong(503, error.to_string()),
            },
        }
    }

    /// Carries out a wish and sends what comes of it, event by event. What was asked for before is not wanted any more.
    fn run(&self, request: &Request, out: &mut (impl Write + Send)) {
        let turn = self.session.next();
        let read = wish(request).and_then(|wish| self.session.as_set(&wish).map(|set| (wish, set)));
        let (wish, set) = match read {
            Ok(read) => read,
            Err(refused) => return drop(Response::wrong(400, refused.0).write(out)),
        };
        if begin_events(out).is_err() {
            return;
        }
        let out = Mutex::new(out);
        let tell = |told: Told<'_>| {
            let (name, data) = match told {
                Told::Progress { draws, finished, runs } => {
                    ("progress", json!({ "draws": draws, "finished": finished, "runs": runs }).to_string())
                }
                Told::Answer(answer) => ("answer", serde_json::to_string(answer).unwrap_or_default()),
                Told::Cancelled => ("cancelled", "{}".to_owned()),
            };
            event(&mut **out.lock().unwrap_or_else(PoisonError::into_inner), name, &data).is_ok()
        };
        self.session.run(turn, (&wish, &set), &tell);
    }
}

fn wish(request: &Request) -> Result<Wish, Refused> {
    serde_json::from_slice(&request.body).map_err(|error| Refused(format!("the settings cannot be read: {error}")))
}
