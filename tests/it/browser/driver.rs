//! A browser driven over WebDriver (W3C): as much of the protocol as the journeys need, over a plain socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

/// The key under which an element is named.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Time that a page may take to show what is looked for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser with one window.
pub struct Browser {
    driver: Child,
    address: SocketAddr,
    session: String,
    /// Where its settings are; removed with it.
    _profile: tempfile::TempDir,
}

impl Browser {
    /// A headless Chromium; `None` where there is none on this machine.
    pub fn start(with_scripts: bool) -> Option<Self> {
        let mut driver =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        let mut lines = BufReader::new(driver.stdout.take().unwrap());
        let port = loop {
            let mut line = String::new();
            assert!(lines.read_line(&mut line).unwrap() > 0, "chromedriver did not start");
            if let Some(rest) = line.split("successfully on port ").nth(1) {
                break rest.trim().trim_end_matches('.').parse::<u16>().unwrap();
            }
        };
        // What the driver says further is read, so that it never waits.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        let profile = tempfile::tempdir().unwrap();
        let arguments = json!([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--force-prefers-reduced-motion",
            "--window-size=1440,900",
            "--lang=nl",
            format!("--user-data-dir={}", profile.path().display()),
        ]);
        let scripts = if with_scripts { 1 } else { 2 };
        let options =
            json!({ "args": arguments, "prefs": { "profile.managed_default_content_settings.javascript": scripts } });
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" },
            // Examining a page with a thousand rows takes long on a machine that is busy.
            "timeouts": { "script": 300_000 },
        } } });
        let mut browser = Self {
            driver,
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            session: String::new(),
            _profile: profile,
        };
        let session = browser.call("POST", "/session", &wanted);
        browser.session = session["sessionId"].as_str().expect("a session").to_owned();
        Some(browser)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(310))).unwrap();
        let body = if method == "POST" { body.to_string() } else { String::new() };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        // The driver keeps connections open, so the length says where the answer ends.
        let (mut reader, mut length) = (BufReader::new(stream), 0);
        loop {
            let mut line = String::new();
            assert!(reader.read_line(&mut line).unwrap() > 0, "the driver hung up on {method} {path}");
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        let value: Value = serde_json::from_slice(&answer).unwrap();
        value["value"].clone()
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("/session/{}{path}", self.session), body)
    }

    pub fn open(&self, address: &str) {
        let answer = self.ask("POST", "/url", &json!({ "url": address }));
        assert!(answer["error"].is_null(), "{answer}");
    }

    pub fn address(&self) -> String {
        self.ask("GET", "/url", &Value::Null).as_str().unwrap_or_default().to_owned()
    }

    pub fn resize(&self, width: u32, height: u32) {
        self.ask("POST", "/window/rect", &json!({ "width": width, "height": height }));
    }

    fn find(&self, selector: &str) -> Option<String> {
        let found = self.ask("POST", "/element", &json!({ "using": "css selector", "value": selector }));
        found[ELEMENT].as_str().map(str::to_owned)
    }

    /// The element, once it is there.
    pub fn wait(&self, selector: &str) -> String {
        let start = Instant::now();
        loop {
            if let Some(element) = self.find(selector) {
                return element;
            }
            assert!(start.elapsed() < PATIENCE, "{selector} is not on {}: {}", self.address(), self.text("body"));
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until the address holds words: a click does not wait for the page that it opens.
    pub fn wait_for_address(&self, words: &str) {
        let start = Instant::now();
        while !self.address().contains(words) {
            assert!(start.elapsed() < PATIENCE, "{words} is not in {}", self.address());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn text(&self, selector: &str) -> String {
        let Some(element) = self.find(selector) else { return String::new() };
        self.ask("GET", &format!("/element/{element}/text"), &Value::Null).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the text of an element holds words.
    pub fn expect(&self, selector: &str, words: &str) {
        let start = Instant::now();
        loop {
            let text = self.text(selector);
            if text.contains(words) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{words:?} is not in {selector} of {}: {text}", self.address());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn click(&self, selector: &str) {
        let element = self.wait(selector);
        let answer = self.ask("POST", &format!("/element/{element}/click"), &json!({}));
        assert!(answer.is_null(), "{selector}: {answer}");
    }

    pub fn write(&self, selector: &str, words: &str) {
        let element = self.wait(selector);
        let answer = self.ask("POST", &format!("/element/{element}/value"), &json!({ "text": words }));
        assert!(answer.is_null(), "{selector}: {answer}");
    }

    /// Presses keys wherever the focus is.
    pub fn press(&self, keys: &[&str]) {
        let steps: Vec<Value> = keys
            .iter()
            .flat_map(|key| [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })])
            .collect();
        self.ask("POST", "/actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": steps }] }));
    }

    /// What a script gives back.
    pub fn run(&self, script: &str) -> Value {
        self.ask("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// What a script gives back that takes some words.
    pub fn run_with(&self, script: &str, words: &str) -> Value {
        self.ask("POST", "/execute/sync", &json!({ "script": script, "args": [words] }))
    }

    /// What a script hands to its callback, its last argument.
    pub fn run_later(&self, script: &str) -> Value {
        self.ask("POST", "/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// A command of the developer tools, where the protocol has none.
    fn tell(&self, command: &str, parameters: &Value) {
        let answer = self.ask("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }));
        assert!(answer["error"].is_null(), "{command}: {answer}");
    }

    /// What a person prefers, whatever the machine does: `prefers-color-scheme`, `prefers-reduced-motion`.
    pub fn prefer(&self, feature: &str, value: &str) {
        self.tell("Emulation.setEmulatedMedia", &json!({ "features": [{ "name": feature, "value": value }] }));
    }

    /// How a person sees colours: `none`, `deuteranopia`, `achromatopsia`, ….
    pub fn vision(&self, kind: &str) {
        self.tell("Emulation.setEmulatedVisionDeficiency", &json!({ "type": kind }));
    }

    /// How every element of a selector looks, as PNG.
    pub fn pictures(&self, selector: &str) -> Vec<Vec<u8>> {
        let found = self.ask("POST", "/elements", &json!({ "using": "css selector", "value": selector }));
        let elements = found.as_array().cloned().unwrap_or_default();
        let picture = |element: &Value| {
            let element = element[ELEMENT].as_str().unwrap();
            bytes(&self.ask("GET", &format!("/element/{element}/screenshot"), &Value::Null))
        };
        elements.iter().map(picture).collect()
    }

    /// The page on A4, as PDF.
    pub fn print(&self) -> Vec<u8> {
        bytes(&self.ask("POST", "/print", &json!({ "page": { "width": 21.0, "height": 29.7 }, "background": true })))
    }

    /// What the browser complained of: errors of scripts, blocked content, missing files.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.ask("POST", "/se/log", &json!({ "type": "browser" }));
        let lines = log.as_array().cloned().unwrap_or_default();
        let severe = lines.into_iter().filter(|line| line["level"] == "SEVERE");
        severe.map(|line| line["message"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// Bytes as the protocol sends them.
fn bytes(words: &Value) -> Vec<u8> {
    BASE64_STANDARD.decode(words.as_str().unwrap_or_default()).unwrap()
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser ends with its session.
        if !self.session.is_empty() && !std::thread::panicking() {
            self.ask("DELETE", "", &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
