//! Style and scripts, embedded in the program.

use actix_web::http::header::CONTENT_LANGUAGE;
use actix_web::{HttpRequest, web};

use crate::language::Language;
use crate::web::asked::Asked;
use crate::web::respond::{Answer, Prepared};
use crate::web::routes::{read, reading};

/// Path, media type and text.
const ASSETS: &[(&str, &str, &str)] = &[
    ("/assets/pages.css", "text/css; charset=utf-8", include_str!("../assets/pages.css")),
    ("/assets/icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
    ("/assets/pages.js", "text/javascript; charset=utf-8", include_str!("../assets/pages.js")),
    ("/assets/graph.js", "text/javascript; charset=utf-8", include_str!("../assets/graph.js")),
    ("/assets/drawing.js", "text/javascript; charset=utf-8", include_str!("../assets/drawing.js")),
    ("/assets/map.js", "text/javascript; charset=utf-8", include_str!("../assets/map.js")),
];

/// Mounts all of them.
pub fn configure(app: &mut web::ServiceConfig) {
    for &(path, media_type, text) in ASSETS {
        let file = web::Data::new(Prepared::new(Answer::new(media_type, Language::Nl, text.into())));
        let send = move |request: HttpRequest| {
            let (asked, file) = (Asked::new(&request), file.clone());
            async move {
                file.encode(asked.accept_encoding.as_deref());
                let mut response = file.respond(&asked);
                response.headers_mut().remove(CONTENT_LANGUAGE);
                response
            }
        };
        app.service(reading(path).route(read().to(send)));
    }
}
