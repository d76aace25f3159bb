//! Settings of the service: a flag or environment variable wins over the file, the file over the default.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use serde::Deserialize;

use crate::web::{Contact, DEFAULT_CACHE_MIB, DEFAULT_COMPUTATIONS, DEFAULT_PER_MINUTE, DEFAULT_UPLOAD_MIB};

/// Where the service listens when nothing is said: this machine only.
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

/// Where the store is when nothing is said: a file in the working directory, made when the first token is.
const DEFAULT_DATABASE: &str = "sqlite://ecosysteemkaart.db";

/// What can be said on the command line, in the environment and in a file, by the same names.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    /// Folder with datasets (folders, .zip, .xlsx or .ods), or one dataset; the shipped ones when not given.
    #[arg(long, value_name = "DIR", env = "ECOSYSTEEMKAART_DATA")]
    pub data: Option<PathBuf>,
    /// Where versions, decisions and tokens are kept: sqlite://PATH or postgres://… [default:
    /// sqlite://ecosysteemkaart.db]. Without a token in it the service only reads.
    #[arg(long, value_name = "URL", env = "ECOSYSTEEMKAART_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Address and port [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR", env = "ECOSYSTEEMKAART_LISTEN")]
    listen: Option<SocketAddr>,
    /// Memory for kept answers, in MiB [default: 256].
    #[arg(long, value_name = "MIB", env = "ECOSYSTEEMKAART_CACHE_MIB")]
    cache_mib: Option<u64>,
    /// MiB that an uploaded dataset may have [default: 64].
    #[arg(long, value_name = "MIB", env = "ECOSYSTEEMKAART_UPLOAD_MIB")]
    upload_mib: Option<u16>,
    /// Answers that are computed or wait for it at most; more get a 503 [default: 64].
    #[arg(long, value_name = "N", env = "ECOSYSTEEMKAART_COMPUTATIONS")]
    computations: Option<u16>,
    /// Threads that compute; all cores when not given.
    #[arg(long, value_name = "N", env = "ECOSYSTEEMKAART_COMPUTE_THREADS")]
    compute_threads: Option<u16>,
    /// Requests per minute that one client may send; 0: no limit [default: 3000].
    #[arg(long, value_name = "N", env = "ECOSYSTEEMKAART_REQUESTS_PER_MINUTE")]
    requests_per_minute: Option<u32>,
    /// Addresses of proxies whose X-Forwarded-For is believed, separated by commas; this machine always is.
    #[arg(long, value_name = "IP", value_delimiter = ',', env = "ECOSYSTEEMKAART_TRUSTED_PROXIES")]
    trusted_proxies: Option<Vec<IpAddr>>,
    /// Who looks after the service, for the description of the interface.
    #[arg(long, value_name = "NAME", env = "ECOSYSTEEMKAART_CONTACT_NAME")]
    contact_name: Option<String>,
    /// Where to reach them, for the description and security.txt.
    #[arg(long, value_name = "EMAIL", env = "ECOSYSTEEMKAART_CONTACT_EMAIL")]
    contact_email: Option<String>,
}

impl Settings {
    /// Where the store is, for commands that take no other setting.
    ///
    /// # Errors
    /// As [`Settings::with_file`].
    pub fn database_said(said: Option<String>, file: Option<&Path>) -> anyhow::Result<String> {
        Ok(Self { database: said, ..Self::default() }.with_file(file)?.database())
    }

    /// These settings with those of a TOML file behind them.
    ///
    /// # Errors
    /// Where the file cannot be read or holds a setting that does not exist.
    pub fn with_file(self, file: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = file else { return Ok(self) };
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let file: Self = toml::from_str(&text).with_context(|| format!("{} is not right", path.display()))?;
        Ok(Self {
            data: self.data.or(file.data),
            database: self.database.or(file.database),
            listen: self.listen.or(file.listen),
            cache_mib: self.cache_mib.or(file.cache_mib),
            upload_mib: self.upload_mib.or(file.upload_mib),
            computations: self.computations.or(file.computations),
            compute_threads: self.compute_threads.or(file.compute_threads),
            requests_per_minute: self.requests_per_minute.or(file.requests_per_minute),
            trusted_proxies: self.trusted_proxies.or(file.trusted_proxies),
            contact_name: self.contact_name.or(file.contact_name),
            contact_email: self.contact_email.or(file.contact_email),
        })
    }

    pub fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or(DEFAULT_LISTEN)
    }

    pub fn database(&self) -> String {
        self.database.clone().unwrap_or_else(|| DEFAULT_DATABASE.to_owned())
    }

    pub fn cache_mib(&self) -> u64 {
        self.cache_mib.unwrap_or(DEFAULT_CACHE_MIB)
    }

    pub fn upload_bytes(&self) -> usize {
        self.upload_mib.map_or(DEFAULT_UPLOAD_MIB, usize::from) << 20
    }

    pub fn computations(&self) -> usize {
        self.computations.map_or(DEFAULT_COMPUTATIONS, usize::from)
    }

    /// 0: all cores.
    pub fn compute_threads(&self) -> usize {
        self.compute_threads.map_or(0, usize::from)
    }

    /// `None`: no limit.
    pub fn requests_per_minute(&self) -> Option<NonZeroU32> {
        NonZeroU32::new(self.requests_per_minute.unwrap_or(DEFAULT_PER_MINUTE))
    }

    pub fn trusted_proxies(&self) -> Vec<IpAddr> {
        self.trusted_proxies.clone().unwrap_or_default()
    }

    pub fn contact(&self) -> Contact {
        let unsaid = Contact::default();
        Contact {
            name: self.contact_name.clone().unwrap_or(unsaid.name),
            email: self.contact_email.clone().unwrap_or(unsaid.email),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "listen = \"0.0.0.0:80\"\ncache-mib = 8\nrequests-per-minute = 0\n").unwrap();
        let said = Settings { cache_mib: Some(9), ..Settings::default() }.with_file(Some(file.path())).unwrap();
        assert_eq!((said.listen().port(), said.cache_mib(), said.requests_per_minute()), (80, 9, None));
        let unsaid = Settings::default().with_file(None).unwrap();
        assert_eq!((unsaid.listen(), unsaid.computations()), (DEFAULT_LISTEN, DEFAULT_COMPUTATIONS));
        std::fs::write(file.path(), "colour = \"red\"\n").unwrap();
        let wrong = format!("{:#}", Settings::default().with_file(Some(file.path())).unwrap_err());
        assert!(wrong.contains("colour") && wrong.contains("cache-mib"), "{wrong}");
    }
}
