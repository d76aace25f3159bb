//! Problem details (RFC 9457): the body of every answer that is not a success.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::Value;

use crate::dataset::{Finding, Findings, Severity};
use crate::language::{Language, Text};
use crate::store::StoreError;

/// One fault in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The query key, or the path of a field in a body.
    pub parameter: String,
    /// What is wrong and what is allowed.
    pub detail: String,
}

impl Fault {
    /// A value that is not among those that are allowed.
    pub fn not_allowed(language: Language, parameter: &str, value: &str, allowed: &[&str]) -> Self {
        let value: String = value.chars().take(60).collect();
        let allowed = if allowed.is_empty() { String::from("–") } else { allowed.join(", ") };
        let detail = match language {
            Language::Nl => format!("«{value}» kan hier niet. Toegestaan: {allowed}."),
            Language::En => format!("\"{value}\" is not possible here. Allowed: {allowed}."),
        };
        Self { parameter: parameter.to_owned(), detail }
    }
}

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    pub title: String,
    pub detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
    /// All that was found in a dataset, warnings too, as `check` prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Box<Value>>,
    #[serde(skip)]
    language: Language,
    #[serde(skip)]
    retry_after_seconds: Option<u32>,
    /// Whether a token would help.
    #[serde(skip)]
    asks_token: bool,
}

impl Problem {
    fn new(status: StatusCode, language: Language, title: &Text, detail: impl Into<String>) -> Self {
        Self {
            status: status.as_u16(),
            title: title.get(language).to_owned(),
            detail: detail.into(),
            errors: Vec::new(),
            findings: None,
            language,
            retry_after_seconds: None,
            asks_token: false,
        }
    }

    /// 400 with every fault at once.
    pub fn bad_request(language: Language, errors: Vec<Fault>) -> Self {
        let title = Text::new("De vraag klopt niet", "The request is not right");
        let detail = match language {
            Language::Nl => format!("{} vraagsleutel(s) kloppen niet; zie errors.", errors.len()),
            Language::En => format!("{} query key(s) are not right; see errors.", errors.len()),
        };
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, language, &title, detail) }
    }

    pub fn not_found(language: Language, detail: &Text) -> Self {
        let title = Text::new("Niet gevonden", "Not found");
        Self::new(StatusCode::NOT_FOUND, language, &title, detail.get(language))
    }

    /// 406: none of the accepted media types can be given.
    pub fn not_acceptable(language: Language, offered: &[&str]) -> Self {
        let title = Text::new("Dit formaat is er niet", "This format is not available");
        let offered = offered.join(", ");
        let detail = match language {
            Language::Nl => format!("Vraag met Accept of format een van deze formaten: {offered}."),
            Language::En => format!("Ask one of these formats with Accept or format: {offered}."),
        };
        Self::new(StatusCode::NOT_ACCEPTABLE, language, &title, detail)
    }

    /// 405; the caller adds `Allow`.
    pub fn method_not_allowed(language: Language, allowed: &str) -> Self {
        let title = Text::new("Deze methode kan hier niet", "This method is not possible here");
        let detail = Text::new(format!("Hier kan alleen {allowed}."), format!("Only {allowed} is possible here."));
        Self::new(StatusCode::METHOD_NOT_ALLOWED, language, &title, detail.get(language))
    }

    /// 400: a body that is not right, with every fault at once.
    pub fn bad_body(language: Language, errors: Vec<Fault>) -> Self {
        let title = Text::new("De inhoud klopt niet", "The body is not right");
        let detail = match language {
            Language::Nl => format!("{} punt(en) kloppen niet; zie errors.", errors.len()),
            Language::En => format!("{} point(s) are not right; see errors.", errors.len()),
        };
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, language, &title, detail) }
    }

    /// 400: a body in which a reader found errors.
    pub fn of_findings(language: Language, findings: &Findings) -> Self {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        let fault = |finding: &Finding| {
            let detail = match (&finding.value, language) {
                (Some(value), Language::Nl) => format!("«{value}»: {}", finding.message(language)),
                (Some(value), Language::En) => format!("\"{value}\": {}", finding.message(language)),
                (None, _) => finding.message(language),
            };
            Fault { parameter: finding.column.clone().unwrap_or_default(), detail }
        };
        Self::bad_body(language, errors.map(fault).collect())
    }

    /// 400: an uploaded dataset with errors; nothing of it was kept.
    pub fn of_dataset(language: Language, findings: &Findings) -> Self {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        let fault = |finding: &Finding| {
            let value = finding.value.as_ref().map(|value| format!("{value}: ")).unwrap_or_default();
            Fault { parameter: finding.place(language), detail: value + &finding.message(language) }
        };
        let title = Text::new("De dataset bevat fouten", "The dataset has errors");
        let detail = match language {
            Language::Nl => format!("{} fout(en); er is niets gewijzigd.", findings.count(Severity::Error)),
            Language::En => format!("{} error(s); nothing was changed.", findings.count(Severity::Error)),
        };
        Self {
            errors: errors.map(fault).collect(),
            findings: serde_json::to_value(findings).ok().map(Box::new),
            ..Self::new(StatusCode::BAD_REQUEST, language, &title, detail)
        }
    }

    /// 401: no token, or one that is not right.
    pub fn unauthorized(language: Language, detail: &Text) -> Self {
        let title = Text::new("Hiervoor is een token nodig", "This takes a token");
        let problem = Self::new(StatusCode::UNAUTHORIZED, language, &title, detail.get(language));
        Self { asks_token: true, ..problem }
    }

    /// 403: the token is right and does not allow this, or nothing does.
    pub fn forbidden(language: Language, detail: &Text) -> Self {
        let title = Text::new("Dit mag niet", "This is not allowed");
        Self::new(StatusCode::FORBIDDEN, language, &title, detail.get(language))
    }

    /// 503: the store did not do what was asked; what exactly is in the log only. Reading goes on.
    pub fn store(language: Language, error: &StoreError) -> Self {
        let mut causes = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(error) = cause {
            causes = format!("{causes}: {error}");
            cause = error.source();
        }
        tracing::error!(reason = causes, "the store failed");
        let title = Text::new("Bewaren kan nu niet", "Nothing can be stored now");
        let detail = match error {
            StoreError::Full { .. } => Text::new(
                "De opslag is vol; er is niets gewijzigd. De beheerder moet ruimte maken.",
                "The store is full; nothing was changed. The operator has to make room.",
            ),
            StoreError::TimedOut => Text::new(
                "De opslag antwoordde niet op tijd. Kijk eerst bij versions of het al bewaard is.",
                "The store did not answer in time. First look at versions whether it was stored.",
            ),
            _ => Text::new(
                "De opslag is niet bereikbaar. Lezen gaat door; probeer het later opnieuw en kijk dan eerst of het al bewaard is.",
                "The store cannot be reached. Reading goes on; try again later, and look first whether it was stored.",
            ),
        };
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, language, &title, detail.get(language));
        Self { retry_after_seconds: Some(10), ..problem }
    }

    /// 400: the body ended before it was complete.
    pub fn broken_body(language: Language) -> Self {
        let title = Text::new("De inhoud is niet volledig", "The body is not complete");
        let detail = Text::new(
            "De verzending is afgebroken. Verstuur de inhoud opnieuw.",
            "Sending was broken off. Send the body again.",
        );
        Self::new(StatusCode::BAD_REQUEST, language, &title, detail.get(language))
    }

    /// 408: sending the body took too long.
    pub fn request_timeout(language: Language) -> Self {
        let title = Text::new("Het versturen duurde te lang", "Sending took too long");
        let detail = Text::new("Verstuur de inhoud opnieuw.", "Send the body again.");
        Self::new(StatusCode::REQUEST_TIMEOUT, language, &title, detail.get(language))
    }

    /// 413.
    pub fn content_too_large(language: Language, limit: usize) -> Self {
        let title = Text::new("De inhoud is te groot", "The body is too large");
        let detail = Text::new(format!("Verstuur ten hoogste {limit} bytes."), format!("Send at most {limit} bytes."));
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, language, &title, detail.get(language))
    }

    /// 415: the body must be a form with a file.
    pub fn not_a_form(language: Language) -> Self {
        let title = Text::new("Dit soort inhoud wordt niet gelezen", "This kind of body is not read");
        let detail = Text::new(
            "Verstuur een formulier met een bestand, met Content-Type: multipart/form-data.",
            "Send a form with a file, with Content-Type: multipart/form-data.",
        );
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, language, &title, detail.get(language))
    }

    /// 415: the body must be JSON.
    pub fn unsupported_media_type(language: Language) -> Self {
        let title = Text::new("Dit soort inhoud wordt niet gelezen", "This kind of body is not read");
        let detail = Text::new(
            "Verstuur JSON, met Content-Type: application/json.",
            "Send JSON, with Content-Type: application/json.",
        );
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, language, &title, detail.get(language))
    }

    /// 503 while something is being computed.
    pub fn not_ready(language: Language) -> Self {
        let title = Text::new("Wordt nog berekend", "Still being computed");
        let detail = Text::new(
            "De gegevens worden ingelezen en berekend; probeer het straks opnieuw.",
            "The data are being read and computed; try again shortly.",
        );
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, language, &title, detail.get(language));
        Self { retry_after_seconds: Some(2), ..problem }
    }

    /// 503 while as much is being computed as the machine can take.
    pub fn busy(language: Language) -> Self {
        let title = Text::new("Het is nu te druk", "Too busy now");
        let detail = Text::new(
            "Er wordt al zoveel berekend als deze dienst aankan; probeer het over een seconde opnieuw.",
            "This service is computing as much as it can take; try again in a second.",
        );
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, language, &title, detail.get(language));
        Self { retry_after_seconds: Some(1), ..problem }
    }

    /// 429: this client asks more often than it may.
    pub fn too_many(language: Language, seconds: u64) -> Self {
        let title = Text::new("Te veel vragen achter elkaar", "Too many requests");
        let detail = match language {
            Language::Nl => format!("Probeer het over {seconds} s opnieuw; RateLimit zegt hoeveel er nog kan."),
            Language::En => format!("Try again in {seconds} s; RateLimit tells how much is left."),
        };
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, language, &title, detail);
        Self { retry_after_seconds: Some(u32::try_from(seconds).unwrap_or(u32::MAX)), ..problem }
    }

    /// 500; what went wrong is in the log only.
    pub fn internal(language: Language) -> Self {
        let title = Text::new("Er ging iets mis", "Something went wrong");
        let detail = Text::new(
            "De fout ligt bij ons en is vastgelegd. Probeer het later opnieuw.",
            "The fault is ours and has been logged. Try again later.",
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, language, &title, detail.get(language))
    }

    /// A question whose answer would be too large.
    pub fn too_large(language: Language, parameter: &str, detail: String) -> Self {
        Self::bad_request(language, vec![Fault { parameter: parameter.to_owned(), detail }])
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, self.title)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response
            .insert_header((CONTENT_TYPE, "application/problem+json"))
            .insert_header((CONTENT_LANGUAGE, self.language.code()))
            .insert_header((CACHE_CONTROL, "no-store"));
        if let Some(seconds) = self.retry_after_seconds {
            response.insert_header(("Retry-After", seconds.to_string()));
        }
        if self.asks_token {
            response.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"ecosysteemkaart\""));
        }
        // The fields above always serialize.
        response.body(serde_json::to_vec(self).unwrap_or_default())
    }
}
