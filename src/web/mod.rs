//! The HTTP service. The only room that knows actix.
//!
//! [`configure`] mounts every route and is shared by the server and the tests. Handlers extract, call once and map the
//! error; [`query`] reads query keys strictly, [`problem`] is the one error body, [`respond`] the one way to answer.

mod api;
mod asked;
mod cache;
mod catalog;
mod docs;
mod health;
mod list;
mod middleware;
mod openapi;
mod pool;
mod problem;
mod query;
mod respond;
mod routes;
mod server;
mod start_page;

pub use cache::{Answers, DEFAULT_CACHE_MIB};
pub use catalog::{Catalog, Source};
pub use middleware::headers;
pub use pool::{ComputePool, DEFAULT_COMPUTATIONS};
pub use routes::configure;
pub use server::{ServerConfig, ServerError, run};
