//! The page at `/`: what is served and where.

use std::fmt::Write as _;

use actix_web::http::header::CONTENT_LANGUAGE;
use actix_web::{HttpResponse, web};

use super::catalog::{Catalog, State};
use crate::chart::catalog::ChartName;
use crate::language::Language;

const STYLE: &str = include_str!("style.css");

pub async fn style() -> HttpResponse {
    HttpResponse::Ok().content_type("text/css; charset=utf-8").body(STYLE)
}

pub async fn show(catalog: web::Data<Catalog>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, "nl"))
        .body(page(&catalog))
}

/// The page in Dutch.
fn page(catalog: &Catalog) -> String {
    let mut html = String::from(
        "<!doctype html><html lang=\"nl\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>Ecosysteemkaart</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\
         <body><main><h1>Ecosysteemkaart</h1><p>Wie helpt het mkb, met wie, waar, en waar niet.</p>",
    );
    for entry in catalog.served().visible(None) {
        let id = escape(&entry.id);
        // Writing to a String cannot fail.
        let _ = match entry.state() {
            None => write!(html, "<section><h2>{id}</h2><p>Wordt ingelezen en berekend.</p></section>"),
            Some(State::Failed(reason)) => {
                write!(html, "<section><h2>{id}</h2><p>{}</p></section>", escape(reason.get(Language::Nl)))
            }
            Some(State::Ready(snapshot)) => {
                let about = snapshot.ecosystem.about();
                let title = escape(about.title.get(Language::Nl));
                let _ = write!(html, "<section><h2>{title}</h2><p>");
                for (path, label) in LISTS {
                    let _ = write!(html, "<a href=\"/v1/datasets/{id}{path}\">{label}</a> ");
                }
                html.push_str("</p>");
                for chart in ChartName::ALL {
                    let (name, title) = (chart.code(), chart.title());
                    let address = format!("/v1/datasets/{id}/charts/{name}");
                    let title = escape(title.get(Language::Nl));
                    let _ = write!(
                        html,
                        "<figure><a href=\"{address}\"><img loading=\"lazy\" src=\"{address}\" alt=\"{title}\"></a>\
                         <figcaption>{title}: <a href=\"{address}?format=svg\">SVG</a>, \
                         <a href=\"{address}?format=png\">PNG</a></figcaption></figure>"
                    );
                }
                write!(html, "</section>")
            }
        };
    }
    html.push_str("</main></body></html>");
    html
}

const LISTS: &[(&str, &str)] = &[
    ("", "Over deze gegevens"),
    ("/centrality", "Sleutelspelers"),
    ("/clusters", "Clusters"),
    ("/overlap?collaborates=false", "Overlap zonder samenwerking"),
    ("/region-overlap", "Regio’s naast elkaar"),
    ("/white-spots", "Witte vlekken"),
    ("/distribution", "Verdeling"),
];

/// Text as HTML text or attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
