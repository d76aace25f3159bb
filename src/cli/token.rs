//! `token`: who may write, and who may read closed datasets.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Ending;
use super::settings::Settings;
use crate::store::{By, Missing, Scope, Store};

#[derive(Debug, Args)]
pub struct TokenArgs {
    #[command(subcommand)]
    command: TokenCommand,
    /// sqlite://PATH or postgres://… [default: sqlite://ecosysteemkaart.db].
    #[arg(long, value_name = "URL", env = "ECOSYSTEEMKAART_DATABASE", global = true, hide_env_values = true)]
    database: Option<String>,
    /// Settings in a TOML file, as of the service.
    #[arg(long, value_name = "FILE", env = "ECOSYSTEEMKAART_CONFIG", global = true)]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Make a token and print its secret, once. Makes the database where there is none.
    Create {
        /// Of a desk or system, not of a person: it is in the audit log.
        #[arg(long)]
        name: String,
        #[arg(long, value_enum)]
        scope: ScopeArg,
        /// For this dataset only.
        #[arg(long, value_name = "ID")]
        dataset: Option<String>,
    },
    /// Make a token worthless at once.
    Revoke {
        #[arg(long)]
        name: String,
    },
    /// Print all tokens, never their secrets.
    List,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScopeArg {
    /// Reading closed datasets.
    Read,
    /// Bringing versions and keeping decisions; reading too.
    Write,
}

impl From<ScopeArg> for Scope {
    fn from(scope: ScopeArg) -> Self {
        match scope {
            ScopeArg::Read => Self::Read,
            ScopeArg::Write => Self::Write,
        }
    }
}

pub(super) fn run(args: &TokenArgs) -> anyhow::Result<Ending> {
    let database = Settings::database_said(args.database.clone(), args.config.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(carry_out(&args.command, &database))?;
    Ok(Ending::Done)
}

async fn carry_out(command: &TokenCommand, database: &str) -> anyhow::Result<()> {
    let by = By { who: String::from("command line"), at: OffsetDateTime::now_utc() };
    match command {
        TokenCommand::Create { name, scope, dataset } => {
            let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
            if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
                bail!("“{name}” is no name for a token: take at most 64 letters, digits, dots and dashes");
            }
            let store = Store::open(database, Missing::Create).await?;
            let secret = store.create_token(name, (*scope).into(), dataset.as_deref(), &by).await?;
            eprintln!("This secret is shown once and kept nowhere:");
            println!("{secret}");
        }
        TokenCommand::Revoke { name } => {
            Store::open(database, Missing::Refuse).await?.revoke_token(name, &by).await?;
            eprintln!("{name} is revoked.");
        }
        TokenCommand::List => {
            for token in Store::open(database, Missing::Refuse).await?.tokens().await? {
                let dataset = token.dataset.as_deref().unwrap_or("all datasets");
                let state = match token.revoked {
                    None => String::from("in use"),
                    Some(at) => format!("revoked {}", at.format(&Rfc3339)?),
                };
                let (name, scope, created) = (token.name, token.scope.code(), token.created.format(&Rfc3339)?);
                println!("{name}\t{scope}\t{dataset}\tcreated {created}\t{state}");
            }
        }
    }
    Ok(())
}
