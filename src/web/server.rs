//! Starting and stopping the service.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};

use super::cache::{Answers, DEFAULT_CACHE_MIB};
use super::catalog::Catalog;
use super::middleware::headers;
use super::pool::{ComputePool, DEFAULT_COMPUTATIONS};
use super::routes::configure;
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
}

/// The service cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("cannot listen on {address}; choose another address with --listen")]
    Bind { address: SocketAddr, source: std::io::Error },
    #[error("threads for computing cannot be started")]
    Pool(#[from] rayon::ThreadPoolBuildError),
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
    let answers = web::Data::new(Answers::new(DEFAULT_CACHE_MIB, ComputePool::new(0, DEFAULT_COMPUTATIONS)?));
    let app = move || {
        App::new().app_data(catalog.clone()).app_data(answers.clone()).wrap(from_fn(headers)).configure(configure)
    };
    let server = HttpServer::new(app)
        .client_request_timeout(CLIENT_TIMEOUT)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .bind(address)
        .map_err(bind)?;
    if let Some(&bound) = server.addrs().first() {
        listening(bound);
    }
    let (loading, options) = (config.catalog, config.read);
    std::thread::spawn(move || loading.load(&options));
    actix_web::rt::System::new().block_on(server.run()).map_err(|source| ServerError::Serve { source })
}
