//! `audit`: who changed what when.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;
use time::format_description::well_known::Rfc3339;

use super::settings::Settings;
use super::{Ending, write_out};
use crate::store::{Missing, Store};

#[derive(Debug, Args)]
pub struct AuditArgs {
    /// sqlite://PATH or postgres://… [default: sqlite://ecosysteemkaart.db].
    #[arg(long, value_name = "URL", env = "ECOSYSTEEMKAART_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Settings in a TOML file, as of the service.
    #[arg(long, value_name = "FILE", env = "ECOSYSTEEMKAART_CONFIG")]
    config: Option<PathBuf>,
    /// Lines with tabs, or JSON.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// One change.
#[derive(Debug, Serialize)]
struct Line {
    number: i64,
    /// UTC.
    at: String,
    /// Name of the token, or of the command.
    by: String,
    what: String,
    which: String,
}

pub(super) fn run(args: &AuditArgs) -> anyhow::Result<Ending> {
    let database = Settings::database_said(args.database.clone(), args.config.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let kept = runtime.block_on(async { Store::open(&database, Missing::Refuse).await?.audit().await })?;
    let mut lines = Vec::with_capacity(kept.len());
    for line in kept {
        let at = line.by.at.format(&Rfc3339)?;
        lines.push(Line { number: line.number, at, by: line.by.who, what: line.what, which: line.which });
    }
    let printed = match args.format {
        Format::Json => serde_json::to_string_pretty(&lines)? + "\n",
        Format::Text => {
            let text =
                |line: &Line| format!("{}\t{}\t{}\t{}\t{}\n", line.number, line.at, line.by, line.what, line.which);
            lines.iter().map(text).collect()
        }
    };
    write_out(None, printed.as_bytes())?;
    Ok(Ending::Done)
}
