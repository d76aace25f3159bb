//! Connections of clients that go on sending after their request failed: they are closed, and the rest is not read.
//!
//! Once a handler lets go of a body, actix reads the rest of a chunked one and throws it away before it closes, for as long
//! as the client likes. So the body is held until the answer has been sent; what is then unread closes the connection.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::HttpMessage as _;
use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::{ConnectionType, Method};
use actix_web::web::Bytes;
use futures_util::Stream;

/// What a client sends; a clone holds on to it.
#[derive(Clone)]
pub struct Sent(Rc<RefCell<Payload>>);

impl Stream for Sent {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(context)
    }
}

/// An answer that holds what it answers until it has been sent.
struct Holding {
    answer: BoxBody,
    _sent: Sent,
}

impl MessageBody for Holding {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.answer).poll_next(context)
    }
}

/// What is sent with a POST or PUT, held; `None` for what brings no body.
pub fn hold(request: &mut ServiceRequest) -> Option<Sent> {
    matches!(*request.method(), Method::POST | Method::PUT).then(|| {
        let sent = Sent(Rc::new(RefCell::new(request.take_payload())));
        request.set_payload(Payload::Stream { payload: Box::pin(sent.clone()) });
        sent
    })
}

/// Closes the connection after a failure of what brings a body.
pub fn close<B: MessageBody + 'static>(
    mut response: ServiceResponse<B>,
    sent: Option<Sent>,
) -> ServiceResponse<EitherBody<B>> {
    match sent.filter(|_| !response.status().is_success()) {
        None => response.map_into_left_body(),
        Some(sent) => {
            response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
            let holding = |answer: B| BoxBody::new(Holding { answer: answer.boxed(), _sent: sent });
            response.map_body(|_, answer| EitherBody::right(holding(answer)))
        }
    }
}
