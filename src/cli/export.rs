//! `export`: the network or the dataset for other tools.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::{DatasetArgs, Ending, ReadArgs, write_out};
use crate::ecosystem::Ecosystem;
use crate::export::network::{ExportedNetwork, MOST_EDGES_ON_DISK, NetworkKind, NetworkPart, exported_network};
use crate::export::{ExportError, ExportFormat, Exported, Publisher, Source};
use crate::language::Language;
use crate::snapshot::{Section, Snapshot, SnapshotConfig};
use crate::web::Contact;

#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    dataset: DatasetArgs,
    /// Format: graphml, gexf, kumu, vosviewer, json or parquet of a network; xlsx or csv of the dataset; dcat describes it.
    #[arg(long, value_parser = format)]
    to: ExportFormat,
    /// Network: two-mode (actors and initiatives), actors or initiatives; two-mode when not given.
    #[arg(long, value_parser = network)]
    network: Option<NetworkKind>,
    /// File to write, for parquet and csv a folder; texts go to standard output when not given.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Address of the service that offers the dataset, for dcat.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080", value_parser = address)]
    address: String,
    /// Who offers the dataset, for dcat.
    #[arg(long, value_name = "NAME", env = "ECOSYSTEEMKAART_CONTACT_NAME")]
    contact_name: Option<String>,
    /// Where to reach them, for dcat.
    #[arg(long, value_name = "EMAIL", env = "ECOSYSTEEMKAART_CONTACT_EMAIL")]
    contact_email: Option<String>,
}

fn format(words: &str) -> Result<ExportFormat, String> {
    let codes: Vec<&str> = ExportFormat::ALL.iter().map(|format| format.code()).collect();
    ExportFormat::from_code(words).ok_or_else(|| format!("choose from {}", codes.join(", ")))
}

fn network(words: &str) -> Result<NetworkKind, String> {
    let codes: Vec<&str> = NetworkKind::ALL.iter().map(|kind| kind.code()).collect();
    NetworkKind::from_code(words).ok_or_else(|| format!("choose from {}", codes.join(", ")))
}

fn address(words: &str) -> Result<String, String> {
    let is_address = words.starts_with("https://") || words.starts_with("http://");
    if is_address && !words.contains(|letter: char| letter.is_whitespace() || "<>\"{}|\\^`".contains(letter)) {
        Ok(words.trim_end_matches('/').to_owned())
    } else {
        Err("give an address such as https://kaart.example.nl".into())
    }
}

pub(super) fn run(args: &ExportArgs) -> anyhow::Result<Ending> {
    let code = args.to.code();
    if args.network.is_some() && !args.to.is_network() {
        bail!("{code} holds the dataset itself: leave --network out");
    }
    match &args.output {
        None if args.to.is_folder() => bail!("{code} is several files: name a folder for them with -o"),
        None if !args.to.is_text() => bail!("{code} is not text: name a file with -o"),
        _ => {}
    }
    // Tables go out as they came in: decisions on names lie beside them in names.csv and are carried out when they are read.
    let without_decisions =
        args.dataset.read.without_decisions || matches!(args.to, ExportFormat::Xlsx | ExportFormat::Csv);
    let read = ReadArgs { without_decisions, ..args.dataset.read.clone() };
    let dataset = DatasetArgs { dataset: args.dataset.dataset.clone(), read };
    let ecosystem = match dataset.read()? {
        Ok(ecosystem) => ecosystem,
        Err(ending) => return Ok(ending),
    };
    let language = args.dataset.read.lang.into();
    let exported = if args.to.is_network() {
        let network = network_of(ecosystem, args.network.unwrap_or_default(), language)?;
        args.to.export(&Source::Network(&network))
    } else {
        let unnamed = Contact::default();
        let publisher = Publisher {
            name: args.contact_name.clone().unwrap_or(unnamed.name),
            email: args.contact_email.clone().unwrap_or(unnamed.email),
            origin: args.address.clone(),
        };
        args.to.export(&Source::Dataset(&ecosystem, &publisher))
    };
    let exported = exported.map_err(|error| match error {
        ExportError::DoesNotFit(reason) => anyhow::anyhow!(reason.sentence().get(language).to_owned()),
        other => other.into(),
    })?;
    match (exported, &args.output) {
        (Exported::File(bytes), path) => write_out(path.as_deref(), &bytes)?,
        (Exported::Files(files), Some(folder)) => write_folder(folder, &files)?,
        (Exported::Files(_), None) => bail!("{code} is several files: name a folder for them with -o"),
    }
    Ok(Ending::Done)
}

fn network_of(ecosystem: Ecosystem, kind: NetworkKind, language: Language) -> anyhow::Result<ExportedNetwork> {
    let sections = [Section::Centrality, Section::Clusters].into_iter().collect();
    let snapshot = Snapshot::compute(ecosystem, &SnapshotConfig { sections, ..SnapshotConfig::default() }, |_| ())?;
    let (Some(centrality), Some(clusters)) = (snapshot.centrality.get(), snapshot.clusters.get()) else {
        bail!("the measures of the network are missing");
    };
    let (ecosystem, network) = (&snapshot.ecosystem, &snapshot.network);
    let part = NetworkPart { ecosystem, network, centrality, clusters, has_initiative: &|_| true };
    exported_network(part, kind, MOST_EDGES_ON_DISK, language)
        .map_err(|error| anyhow::anyhow!(error.sentence().get(language).to_owned()))
}

/// Writes files into a folder that is new, empty or holds only files of these names.
pub(super) fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let shown = folder.display();
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read folder {shown}"))? {
            let name = entry.with_context(|| format!("cannot read folder {shown}"))?.file_name();
            if !files.iter().any(|(own, _)| name == own.as_str()) {
                bail!("{shown} holds other files ({}): name a new or empty folder", name.to_string_lossy());
            }
        }
    } else if folder.exists() {
        bail!("{shown} is a file: name a folder");
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make folder {shown}"))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
