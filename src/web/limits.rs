//! How often one client may ask: a token bucket per address, told in the headers of every answer.
//!
//! Addresses are kept in memory for a minute at most and never logged. Behind a proxy on this machine, or one that is
//! named as trusted, the client is the last address that the proxy added to `X-Forwarded-For`; a client on this machine
//! without such a header is not limited.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{ResponseError, web};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::asked::Asked;
use super::problem::Problem;

/// Requests per minute that one client may send; twice as many as fetching each resource of a dataset every second.
pub const DEFAULT_PER_MINUTE: u32 = 3000;
/// Requests between two times that clients that have gone are forgotten.
const FORGET_AFTER: u64 = 1024;

type Buckets = RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// The limit of one process.
#[derive(Clone)]
pub struct RateLimit {
    buckets: Arc<Buckets>,
    per_minute: NonZeroU32,
    trusted: Arc<[IpAddr]>,
    seen: Arc<AtomicU64>,
}

impl RateLimit {
    /// A limit per client address; `trusted` are addresses of proxies, beside those of this machine.
    pub fn new(per_minute: NonZeroU32, trusted: &[IpAddr]) -> Self {
        let buckets = RateLimiter::dashmap(Quota::per_minute(per_minute)).with_middleware();
        Self { buckets: Arc::new(buckets), per_minute, trusted: trusted.into(), seen: Arc::default() }
    }

    /// Whose bucket a request draws on; `None`: it is not limited.
    fn client(&self, peer: Option<IpAddr>, forwarded: Option<&str>) -> Option<IpAddr> {
        let peer = peer?;
        if !peer.is_loopback() && !self.trusted.contains(&peer) {
            return Some(peer);
        }
        let last = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok());
        if peer.is_loopback() { last } else { last.or(Some(peer)) }
    }

    /// Requests left now, or seconds to wait.
    fn draw(&self, client: IpAddr) -> Result<u32, u64> {
        if self.seen.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER == FORGET_AFTER - 1 {
            self.buckets.retain_recent();
        }
        self.buckets
            .check_key(&client)
            .map(|state| state.remaining_burst_capacity())
            .map_err(|until| until.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }

    fn policy(&self) -> String {
        format!("\"client\";q={};w=60", self.per_minute)
    }
}

/// Answers 429 beyond the limit.
pub async fn limit<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let limit = request.app_data::<web::Data<RateLimit>>().cloned();
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let peer = request.peer_addr().map(|address| address.ip());
    let limited = limit.and_then(|limit| limit.client(peer, forwarded).map(|client| (limit, client)));
    let Some((limit, client)) = limited else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let (mut response, left, wait) = match limit.draw(client) {
        Ok(left) => (next.call(request).await?.map_into_left_body(), left, 60),
        Err(seconds) => {
            let language = Asked::new(request.request()).preferred_language().unwrap_or_default();
            let answer = Problem::too_many(language, seconds).error_response();
            (request.into_response(answer).map_into_right_body(), 0, seconds)
        }
    };
    for (name, value) in [("ratelimit-policy", limit.policy()), ("ratelimit", format!("\"client\";r={left};t={wait}"))]
    {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn believes_only_trusted_proxies() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let (client, other): (IpAddr, IpAddr) = ("192.0.2.7".parse().unwrap(), "2001:db8::1".parse().unwrap());
        let limit = RateLimit::new(NonZeroU32::new(2).unwrap(), &[proxy]);
        let here: IpAddr = "127.0.0.1".parse().unwrap();
        assert_eq!(limit.client(Some(client), Some("2001:db8::1")), Some(client));
        assert_eq!(limit.client(Some(proxy), Some("192.0.2.7, 2001:db8::1")), Some(other));
        assert_eq!(limit.client(Some(proxy), Some("nonsense")), Some(proxy));
        assert_eq!(limit.client(Some(here), Some("192.0.2.7")), Some(client));
        assert_eq!(limit.client(Some(here), None), None);
        assert_eq!(limit.client(None, None), None);
    }

    #[test]
    fn counts_each_client_apart() {
        let limit = RateLimit::new(NonZeroU32::new(2).unwrap(), &[]);
        let (a, b): (IpAddr, IpAddr) = ("192.0.2.7".parse().unwrap(), "192.0.2.8".parse().unwrap());
        assert_eq!((limit.draw(a), limit.draw(a)), (Ok(1), Ok(0)));
        assert!(limit.draw(a).is_err_and(|seconds| (1..=31).contains(&seconds)));
        assert_eq!(limit.draw(b), Ok(1));
    }
}
