//! Exports: the network and the dataset in the formats of other tools.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::centrality::{Centrality, CentralityConfig, centrality};
use crate::analysis::clusters::{Clusters, ClustersConfig, clusters};
use crate::analysis::selection::{Filters, Selection};
use crate::export::network::{ExportedNetwork, MOST_EDGES, NetworkKind, NetworkPart, exported_network};
use crate::export::{ExportError, ExportFormat, Exported, Publisher, RecordSchema, Source, file_name, tables};
use crate::language::{Language, Text};
use crate::network::{DEFAULT_MEMORY_BUDGET, Projection, ProjectionTooLarge};
use crate::snapshot::{Snapshot, SnapshotConfig};
use crate::web::asked::Asked;
use crate::web::openapi::{Answered, Operation};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;
use crate::web::well_known::Contact;

/// One format in the list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ExportItem {
    format: &'static str,
    description: Text,
    media_type: &'static str,
    /// Networks that can be asked with `network`; none where it holds the dataset itself.
    networks: Vec<&'static str>,
    href: String,
}

/// The answer of [`list`].
#[derive(Debug, Serialize, ToSchema)]
struct ExportList {
    total: usize,
    items: Vec<ExportItem>,
}

/// The formats that a dataset can be exported in.
pub fn list(asked: &Asked, _: &Snapshot, query: Query) -> Result<Answer, Problem> {
    let language = query.language();
    query.finish()?;
    let item = |&format: &ExportFormat| ExportItem {
        format: format.code(),
        description: format.description(),
        media_type: format.media_type(),
        networks: NetworkKind::ALL.iter().filter(|_| format.is_network()).map(|kind| kind.code()).collect(),
        href: format!("{}{}/{}", asked.origin, asked.path, format.code()),
    };
    let items: Vec<ExportItem> = ExportFormat::ALL.iter().map(item).collect();
    Answer::json(language, &ExportList { total: items.len(), items })
}

/// A dataset in one format.
pub fn show(asked: &Asked, contact: &Contact, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let Some(format) = ExportFormat::from_code(asked.item.as_deref().unwrap_or("")) else {
        let codes: Vec<&str> = ExportFormat::ALL.iter().map(|format| format.code()).collect();
        let codes = codes.join(", ");
        let detail = Text::new(
            format!("Dit formaat is er niet. Wel aanwezig: {codes}."),
            format!("There is no such format. Available: {codes}."),
        );
        return Err(Problem::not_found(language, &detail));
    };
    let exported = if format.is_network() {
        let kinds: Vec<(&str, NetworkKind)> = NetworkKind::ALL.iter().map(|&kind| (kind.code(), kind)).collect();
        let kind = query.choice("network", &kinds);
        let filters = query.filters(ecosystem);
        query.finish()?;
        acceptable(asked, format, language)?;
        let network = network(snapshot, &filters, kind.unwrap_or_default(), language)?;
        (format.export(&Source::Network(&network)), Some(network.kind.code()))
    } else {
        query.finish()?;
        acceptable(asked, format, language)?;
        let publisher =
            Publisher { name: contact.name.clone(), email: contact.email.clone(), origin: asked.origin.clone() };
        (format.export(&Source::Dataset(ecosystem, &publisher)), None)
    };
    let (exported, network) = exported;
    let failed = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, format = format.code(), "the export cannot be written");
        Problem::internal(language)
    };
    let bytes = match exported {
        Ok(Exported::File(bytes)) => bytes,
        Ok(Exported::Files(files)) => tables::zipped(&files).map_err(|error| failed(&error))?,
        Err(ExportError::DoesNotFit(reason)) => {
            return Err(Problem::too_large(language, "format", reason.sentence().get(language).to_owned()));
        }
        Err(error) => return Err(failed(&error)),
    };
    let name = file_name(&ecosystem.about().id, network, format);
    Ok(Answer::new(format.media_type(), language, bytes).named(name))
}

/// A format has one media type.
fn acceptable(asked: &Asked, format: ExportFormat, language: Language) -> Result<(), Problem> {
    let offered = [format.media_type()];
    match asked.accepted(&offered) {
        Some(_) => Ok(()),
        None => Err(Problem::not_acceptable(language, &offered)),
    }
}

/// The network of what passes the filters, with its measures.
fn network(
    snapshot: &Snapshot,
    filters: &Filters,
    kind: NetworkKind,
    language: Language,
) -> Result<ExportedNetwork, Problem> {
    let ecosystem = &snapshot.ecosystem;
    let describe = |network, centrality: &Centrality, clusters: &Clusters, has_initiative: &dyn Fn(usize) -> bool| {
        let part = NetworkPart { ecosystem, network, centrality, clusters, has_initiative };
        exported_network(part, kind, MOST_EDGES, language)
            .map_err(|error| Problem::too_large(language, "network", error.sentence().get(language).to_owned()))
    };
    let too_large = |error: ProjectionTooLarge| Problem::too_large(language, "region", error.to_string());
    if filters.is_empty() {
        let (centrality, clusters) = snapshot.need_centrality(&SnapshotConfig::default()).map_err(too_large)?;
        return describe(&snapshot.network, centrality, clusters, &|_| true);
    }
    let selection = Selection::new(ecosystem, filters);
    let network = selection.network(ecosystem);
    let projection = Projection::new(&network, DEFAULT_MEMORY_BUDGET).map_err(too_large)?;
    let measures = centrality(&network, &projection, &CentralityConfig::default());
    let groups = clusters(ecosystem, &network, &projection, &ClustersConfig::default());
    describe(&network, &measures, &groups, &|initiative| selection.has_initiative(initiative))
}

pub fn about_list() -> Operation {
    Operation::document(
        RecordSchema::of::<ExportList>(),
        "De formaten voor export",
        "In welke formaten het netwerk en de dataset kunnen worden opgehaald, en welk programma ze opent.",
    )
}

pub fn about_show() -> Operation {
    let file = Answered::File(ExportFormat::ALL.iter().map(|format| format.media_type()).collect());
    let operation = Operation::new(
        file,
        "Eén export",
        "Het netwerk of de dataset als bestand. De vraagsleutels gelden voor netwerken; xlsx, csv en dcat gaan over \
        de hele dataset en nemen alleen lang. Meer bestanden komen samen in een zip.",
    );
    Operation { filters: true, ..operation.keys(&["network"]) }
}
