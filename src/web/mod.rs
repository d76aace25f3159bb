//! The HTTP service. The only room that knows actix.
//!
//! [`configure`] mounts every route and is shared by the server and the tests. Handlers extract, call once and map the
//! error; [`query`] reads query keys strictly, [`problem`] is the one error body, [`respond`] the one way to answer;
//! [`pages`] say in sentences what the interface says in records.

mod api;
mod asked;
mod background;
mod cache;
mod catalog;
mod decisions;
mod docs;
mod health;
mod keeper;
mod limits;
mod list;
mod middleware;
mod observe;
mod openapi;
mod pages;
mod pool;
mod posting;
mod problem;
mod query;
mod repeat;
mod respond;
mod rights;
mod routes;
mod server;
mod unread;
mod uploads;
mod versions;
mod well_known;

pub use background::Background;
pub use cache::{Answers, DEFAULT_CACHE_MIB};
pub use catalog::{Catalog, Source};
pub use keeper::{DEFAULT_UPLOAD_MIB, StoreConfig};
pub use limits::{DEFAULT_PER_MINUTE, RateLimit, limit};
pub use middleware::headers;
pub use observe::{Figures, observe};
pub use pool::{ComputePool, DEFAULT_COMPUTATIONS};
pub use repeat::repeats;
pub use routes::configure;
pub use server::{ServerConfig, ServerError, run};
pub use well_known::Contact;
