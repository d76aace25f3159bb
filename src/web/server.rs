//! Starting and stopping the service.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use time::OffsetDateTime;

use super::background::Background;
use super::cache::Answers;
use super::catalog::Catalog;
use super::limits::{RateLimit, limit};
use super::middleware::headers;
use super::observe::{Figures, observe};
use super::pool::ComputePool;
use super::repeat::repeats;
use super::routes::configure;
use super::well_known::Contact;
use crate::dataset::ReadOptions;

/// Time that a client may take to send its request.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(10);
/// Time that running answers get when the service stops.
const SHUTDOWN_SECONDS: u64 = 10;

/// Settings of the service.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    pub catalog: Catalog,
    pub read: ReadOptions,
    /// Memory for kept answers, in MiB.
    pub cache_mib: u64,
    /// Answers that are computed or wait for it at most.
    pub computations: usize,
    /// Threads that compute; 0: all cores.
    pub compute_threads: usize,
    /// Of one client; `None`: no limit.
    pub requests_per_minute: Option<NonZeroU32>,
    /// Proxies whose `X-Forwarded-For` is believed, beside this machine.
    pub trusted_proxies: Vec<IpAddr>,
    pub contact: Contact,
}

/// The service cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("cannot listen on {address}; choose another address with --listen")]
    Bind { address: SocketAddr, source: std::io::Error },
    #[error("threads for computing cannot be started")]
    Pool(#[from] rayon::ThreadPoolBuildError),
    #[error("figures for operators cannot be kept")]
    Figures(#[from] metrics_exporter_prometheus::BuildError),
    #[error("the service stopped")]
    Serve { source: std::io::Error },
}

/// Serves until the process is told to stop. Datasets are read in the background, the default one first; `listening` is
/// told the real address.
///
/// # Errors
/// [`ServerError`] where the address is taken or serving fails.
pub fn run(config: ServerConfig, listening: impl FnOnce(SocketAddr)) -> Result<(), ServerError> {
    let address = config.listen;
    let bind = |source| ServerError::Bind { address, source };
    let catalog = web::Data::new(config.catalog.clone());
    let pool = ComputePool::new(config.compute_threads, config.computations)?;
    let answers = web::Data::new(Answers::new(config.cache_mib, pool));
    let background = Background::new()?;
    let figures = web::Data::new(Figures::new(OffsetDateTime::now_utc().unix_timestamp_nanos() as u64)?);
    let contact = web::Data::new(config.contact);
    let limits = config.requests_per_minute.map(|most| web::Data::new(RateLimit::new(most, &config.trusted_proxies)));
    let app = move || {
        let limits = limits.clone();
        App::new()
            .app_data(catalog.clone())
            .app_data(answers.clone())
            .app_data(figures.clone())
            .app_data(contact.clone())
            .configure(|app| {
                if let Some(limits) = limits {
                    app.app_data(limits);
                }
            })
            // The last one added sees a request first.
            .wrap(from_fn(repeats))
            .wrap(from_fn(limit))
            .wrap(from_fn(headers))
            .wrap(from_fn(observe))
            .configure(configure)
    };
    let server = HttpServer::new(app)
        .client_request_timeout(CLIENT_TIMEOUT)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .bind(address)
        .map_err(bind)?;
    if let Some(&bound) = server.addrs().first() {
        listening(bound);
    }
    let (loading, options) = (config.catalog.clone(), config.read);
    std::thread::spawn(move || loading.load(&options));
    let serving = async {
        actix_web::rt::spawn(background.follow(config.catalog.clone()));
        actix_web::rt::spawn(config.catalog.follow());
        server.run().await
    };
    actix_web::rt::System::new().block_on(serving).map_err(|source| ServerError::Serve { source })
}
