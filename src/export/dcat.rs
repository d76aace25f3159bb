//! DCAT-AP-NL 3.0: a dataset as data registers harvest it, in JSON-LD.
//!
//! All properties that the profile makes mandatory are there: for the dataset, each distribution, the service that gives them
//! and the agent behind it. Publisher, creator and contact are who offers the service: a dataset does not say who made it
//! beyond its sources, which stand in its provenance. Codes are from the lists that the profile names.

use serde_json::{Value as Json, json};

use super::files::ExportFormat;
use super::path_part;
use crate::ecosystem::Ecosystem;
use crate::language::Text;

/// Who offers the dataset, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    pub name: String,
    pub email: String,
    /// Scheme and host of the service, such as `https://kaart.example.nl`.
    pub origin: String,
}

const PUBLIC: &str = "http://publications.europa.eu/resource/authority/access-right/PUBLIC";
const ECONOMY: &str = "http://publications.europa.eu/resource/authority/data-theme/ECON";
const DUTCH: &str = "http://publications.europa.eu/resource/authority/language/NLD";
const FILE_TYPES: &str = "http://publications.europa.eu/resource/authority/file-type";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types";
const DESIGN_RULES: &str = "https://gitdocumentatie.logius.nl/publicatie/api/adr/";

/// The description of a dataset: the dataset, its distributions and the service.
pub fn dcat(ecosystem: &Ecosystem, publisher: &Publisher) -> Json {
    let service = service(publisher, &license_of(ecosystem), json!({ "@id": address(ecosystem, publisher) }));
    linked_data(vec![dataset(ecosystem, publisher), service, agent(publisher), contact(publisher)])
}

/// The catalogue of datasets, each as [`dcat`] describes it, with one service. The service has the licence of the first
/// dataset.
pub fn dcat_catalog(ecosystems: &[&Ecosystem], publisher: &Publisher) -> Json {
    let at = publisher.service();
    let datasets: Json = ecosystems.iter().map(|one| json!({ "@id": address(one, publisher) })).collect();
    let catalog = json!({
        "@id": format!("{at}/catalog"),
        "@type": "dcat:Catalog",
        "dct:title": both(&Text::new("Ecosysteemkaart: datasets", "Ecosysteemkaart: datasets")),
        "dct:description": both(&Text::new(
            "Datasets over het netwerk van aanbieders en initiatieven die het mkb helpen.",
            "Datasets on the network of organisations and initiatives that help small businesses.",
        )),
        "dct:identifier": format!("{at}/catalog"),
        "dct:publisher": named(publisher),
        "dcat:contactPoint": reached(publisher),
        "dct:language": { "@id": DUTCH },
        "foaf:homepage": { "@id": format!("{}/", publisher.origin) },
        "dcat:dataset": datasets,
        "dcat:service": { "@id": at },
    });
    let license = ecosystems.first().map_or_else(|| json!({ "@id": license(None) }), |first| license_of(first));
    let mut graph = vec![catalog];
    graph.extend(ecosystems.iter().map(|ecosystem| dataset(ecosystem, publisher)));
    graph.extend([service(publisher, &license, datasets), agent(publisher), contact(publisher)]);
    linked_data(graph)
}

impl Publisher {
    fn service(&self) -> String {
        format!("{}/v1", self.origin)
    }
}

fn agent(publisher: &Publisher) -> Json {
    json!({
        "@id": named(publisher)["@id"],
        "@type": "foaf:Agent",
        "foaf:name": { "@value": publisher.name, "@language": "nl" },
    })
}

fn named(publisher: &Publisher) -> Json {
    json!({ "@id": format!("{}#publisher", publisher.service()) })
}

fn contact(publisher: &Publisher) -> Json {
    json!({
        "@id": reached(publisher)["@id"],
        "@type": "vcard:Kind",
        "vcard:fn": publisher.name,
        "vcard:hasEmail": { "@id": format!("mailto:{}", publisher.email) },
    })
}

fn reached(publisher: &Publisher) -> Json {
    json!({ "@id": format!("{}#contact", publisher.service()) })
}

fn address(ecosystem: &Ecosystem, publisher: &Publisher) -> String {
    format!("{}/datasets/{}", publisher.service(), path_part(&ecosystem.about().id))
}

fn license_of(ecosystem: &Ecosystem) -> Json {
    json!({ "@id": license(ecosystem.about().licenses.first().map(String::as_str)) })
}

fn dataset(ecosystem: &Ecosystem, publisher: &Publisher) -> Json {
    let about = ecosystem.about();
    let (service, address) = (publisher.service(), address(ecosystem, publisher));
    let (license, named) = (license_of(ecosystem), named(publisher));
    let distributions = ExportFormat::ALL.iter().filter(|format| **format != ExportFormat::Dcat);
    let distributions: Json = distributions.map(|&format| distribution(format, &address, &license, &service)).collect();
    let mut dataset = json!({
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": both(&about.title),
        "dct:description": both(&description(ecosystem)),
        "dct:identifier": address,
        "dct:publisher": named,
        "dct:creator": named,
        "dcat:contactPoint": reached(publisher),
        "dct:accessRights": { "@id": PUBLIC },
        "dcat:theme": { "@id": ECONOMY },
        "dct:language": { "@id": DUTCH },
        "dcat:keyword": [
            { "@value": "mkb", "@language": "nl" }, { "@value": "ecosysteem", "@language": "nl" },
            { "@value": "SME", "@language": "en" }, { "@value": "ecosystem", "@language": "en" },
        ],
        "dcat:landingPage": { "@id": format!("{}/", publisher.origin) },
        "foaf:page": { "@id": format!("{}/docs", publisher.origin) },
        "dct:provenance": { "@type": "dct:ProvenanceStatement", "rdfs:label": both(&rests_on(ecosystem)) },
        "dcat:distribution": distributions,
    });
    if !about.date.is_empty() {
        dataset["dct:issued"] = json!({ "@value": about.date, "@type": "xsd:date" });
    }
    if !about.version.is_empty() {
        dataset["dcat:version"] = about.version.as_str().into();
    }
    dataset
}

fn service(publisher: &Publisher, license: &Json, serves: Json) -> Json {
    let service = publisher.service();
    json!({
        "@id": service,
        "@type": "dcat:DataService",
        "dct:title": both(&Text::new("Ecosysteemkaart: interface", "Ecosysteemkaart: interface")),
        "dct:description": both(&Text::new(
            "Uitkomsten over het netwerk van aanbieders en initiatieven die het mkb helpen, als JSON en CSV.",
            "Results on the network of organisations and initiatives that help small businesses, as JSON and CSV.",
        )),
        "dct:identifier": service,
        "dct:publisher": named(publisher),
        "dcat:contactPoint": reached(publisher),
        "dct:accessRights": { "@id": PUBLIC },
        "dcat:theme": { "@id": ECONOMY },
        "dct:license": license,
        "dct:conformsTo": { "@id": DESIGN_RULES },
        "dcat:endpointURL": { "@id": service },
        "dcat:endpointDescription": { "@id": format!("{service}/openapi.json") },
        "dcat:servesDataset": serves,
    })
}

fn linked_data(graph: Vec<Json>) -> Json {
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@graph": graph,
    })
}

fn distribution(format: ExportFormat, address: &str, license: &Json, service: &str) -> Json {
    let at = json!({ "@id": format!("{address}/exports/{}", format.code()) });
    let media = |media: &str| json!({ "@id": format!("{MEDIA_TYPES}/{media}") });
    let file_type = match format {
        ExportFormat::Graphml | ExportFormat::Gexf => "XML",
        ExportFormat::Xlsx => "XLSX",
        ExportFormat::Csv => "CSV",
        ExportFormat::Parquet => "ZIP",
        _ => "JSON",
    };
    let mut distribution = json!({
        "@id": at["@id"],
        "@type": "dcat:Distribution",
        "dct:title": format.code(),
        "dct:description": both(&format.description()),
        "dcat:accessURL": at,
        "dcat:downloadURL": at,
        "dct:license": license,
        "dct:format": { "@id": format!("{FILE_TYPES}/{file_type}") },
        "dct:language": { "@id": DUTCH },
        "dcat:accessService": { "@id": service },
    });
    match format {
        ExportFormat::Csv => {
            distribution["dcat:mediaType"] = media("text/csv");
            distribution["dcat:packageFormat"] = media("application/zip");
        }
        // The media types of GraphML and GEXF are in use but not registered.
        ExportFormat::Graphml | ExportFormat::Gexf => distribution["dcat:mediaType"] = media("application/xml"),
        other => distribution["dcat:mediaType"] = media(other.media_type()),
    }
    distribution
}

fn both(text: &Text) -> Json {
    json!([{ "@value": text.nl, "@language": "nl" }, { "@value": text.en, "@language": "en" }])
}

fn description(ecosystem: &Ecosystem) -> Text {
    let (actors, initiatives) = (ecosystem.actors().len(), ecosystem.initiatives().len());
    let activities = ecosystem.activities().len();
    Text::new(
        format!(
            "Netwerk van {actors} actoren en {initiatives} initiatieven met {activities} activiteiten die het mkb helpen: wie \
             doet mee, waar, en wat wordt aangeboden."
        ),
        format!(
            "Network of {actors} actors and {initiatives} initiatives with {activities} activities that help small \
             businesses: who takes part, where, and what is offered."
        ),
    )
}

/// The basis of every table and the sources.
fn rests_on(ecosystem: &Ecosystem) -> Text {
    use crate::language::Language::{En, Nl};
    let about = ecosystem.about();
    let tables = |language| {
        let said = about.basis.iter().map(|(table, basis)| format!("{table}: {}", basis.table.label(language)));
        said.collect::<Vec<_>>().join(", ")
    };
    let sources = about.sources.join("; ");
    let sentence = |basis: &str, tables: String, source: &str| {
        let tables = if tables.is_empty() { String::new() } else { format!("{basis}: {tables}. ") };
        let sources = if sources.is_empty() { String::new() } else { format!("{source}: {sources}.") };
        let both = format!("{tables}{sources}");
        if both.is_empty() { String::from("–") } else { both.trim_end().to_owned() }
    };
    Text::new(sentence("Basis", tables(Nl), "Bronnen"), sentence("Basis", tables(En), "Sources"))
}

/// A licence as the profile wants it: an address. Creative Commons licences and the EUPL by their names.
fn license(words: Option<&str>) -> &str {
    match words.unwrap_or_default() {
        "CC0-1.0" => "http://creativecommons.org/publicdomain/zero/1.0/deed.nl",
        "CC-BY-4.0" => "http://creativecommons.org/licenses/by/4.0/deed.nl",
        "CC-BY-SA-4.0" => "http://creativecommons.org/licenses/by-sa/4.0/deed.nl",
        "EUPL-1.2" => "http://publications.europa.eu/resource/authority/licence/EUPL_1_2",
        address if address.starts_with("http") && !address.contains(char::is_whitespace) => address,
        _ => "http://standaarden.overheid.nl/owms/terms/licentieonbekend",
    }
}
