//! `serve`: the HTTP service.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::settings::Settings;
use super::{Ending, ReadArgs};
use crate::web::{Catalog, ServerConfig, Source, StoreConfig};

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    settings: Settings,
    /// Settings in a TOML file, by the names of these options; options win.
    #[arg(long, value_name = "FILE", env = "ECOSYSTEEMKAART_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
}

pub(super) fn run(args: &ServeArgs) -> anyhow::Result<Ending> {
    let settings = args.settings.clone().with_file(args.config.as_deref())?;
    let catalog = match &settings.data {
        None => Catalog::shipped(),
        Some(folder) => Catalog::new(datasets_in(folder)?),
    };
    let read = args.read.options()?;
    let store =
        StoreConfig { database: settings.database(), read: read.clone(), upload_bytes: settings.upload_bytes() };
    let config = ServerConfig {
        listen: settings.listen(),
        catalog: catalog.with_store(store),
        read,
        cache_mib: settings.cache_mib(),
        computations: settings.computations(),
        compute_threads: settings.compute_threads(),
        requests_per_minute: settings.requests_per_minute(),
        trusted_proxies: settings.trusted_proxies(),
        contact: settings.contact(),
    };
    crate::web::run(config, |address| println!("Ecosysteemkaart: http://{address}/"))?;
    Ok(Ending::Done)
}

/// The datasets below a folder by name, or the folder itself where it is one.
fn datasets_in(folder: &Path) -> anyhow::Result<Vec<(String, Source)>> {
    let name = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if folder.is_file() || folder.join("actors.csv").is_file() {
        return Ok(vec![(name(folder), Source::Path(folder.to_owned()))]);
    }
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read folder {}", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read folder {}", folder.display()))?.path();
        let packed =
            path.extension().is_some_and(|extension| ["zip", "xlsx", "ods"].iter().any(|kind| extension == *kind));
        if path.join("actors.csv").is_file() || (packed && path.is_file()) {
            found.push((name(&path), Source::Path(path)));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup_by(|later, earlier| later.0 == earlier.0);
    if found.is_empty() {
        bail!("no datasets in {}: put a folder with actors.csv, a .zip, an .xlsx or an .ods there", folder.display());
    }
    Ok(found)
}
