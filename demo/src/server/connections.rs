use std::collections::HashMap;
use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tower_service::Service;

use super::places::{Awaited, Place, Places};
use crate::clients::{TrustedProxies, network};

/// How long a client may take for the head of a request, and be idle between requests.
const HEAD: Duration = Duration::from_secs(10);

/// How long a connection is kept: a client that reads slowly holds it no longer.
const AGE: Duration = Duration::from_mins(5);

/// How long the last request of a connection may take when it is to be closed.
const GRACE: Duration = Duration::from_secs(10);

/// How long the rest of a request may take that was refused already.
const LINGER: Duration = Duration::from_secs(2);

/// The longest head of a request. Credentials are shorter.
const MAX_HEAD: usize = 32 * 1024;

/// How many connections there may be.
#[derive(Debug, Clone)]
pub struct ConnectionLimits {
    /// Together.
    pub all: usize,
    /// Of one client.
    pub per_client: usize,
    /// Those whose connections are of many clients.
    pub proxies: TrustedProxies,
}

/// Serves connections until `stop`, and then for a short time those that are open.
///
/// Tells whether all requests were answered.
pub async fn serve(
    listener: TcpListener,
    service: Router,
    limits: ConnectionLimits,
    stop: impl Future<Output = ()>,
) -> bool {
    let places = Places::new(limits.all);
    let clients = Arc::new(Clients::default());
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut stop => break,
        };
        let limit = if limits.proxies.contains(peer.ip()) {
            limits.all
        } else {
            limits.per_client
        };
        // Whoever has too many is not answered: others need the place.
        let Some(entered) = Clients::enter(&clients, network(peer.ip().to_canonical()), limit)
        else {
            continue;
        };
        let place = tokio::select! {
            place = places.take() => place,
            () = &mut stop => break,
        };
        let (service, stopped) = (service.clone(), stopped.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = serve_one(stream, peer, service, &place, stopped) => {}
                () = place.is_needed() => {}
            }
            drop(entered);
        });
    }
    drop(listener);
    stopping.send_replace(true);
    timeout(GRACE, places.are_free(limits.all)).await.is_ok()
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The client has gone already.
            Err(error) if is_of_connection(&error) => {}
            // Too many open files, for example: it passes when others close theirs.
            Err(error) => {
                tracing::error!("cannot accept a connection: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn is_of_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

async fn serve_one(
    stream: TcpStream,
    peer: SocketAddr,
    service: Router,
    place: &Arc<Place>,
    mut stopped: watch::Receiver<bool>,
) {
    // Answers are small, and waited for.
    let _ = stream.set_nodelay(true);
    let respond = service_fn(|mut request: axum::http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let (mut service, place) = (service.clone(), Arc::clone(place));
        Box::pin(async move {
            place.waits();
            let request = request.map(|body| Awaited::new(body, Arc::clone(&place)));
            let answered = service.call(request).await;
            place.waits();
            answered
        })
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), respond);
    let served = tokio::select! {
        served = poll_fn(|context| connection.poll_without_shutdown(context)) => Some(served),
        () = sleep(AGE) => None,
        _ = stopped.wait_for(|stopped| *stopped) => None,
    };
    let served = if let Some(served) = served {
        served
    } else {
        Pin::new(&mut connection).graceful_shutdown();
        let rest = poll_fn(|context| connection.poll_without_shutdown(context));
        match timeout(GRACE, rest).await {
            Ok(served) => served,
            Err(_) => return,
        }
    };
    // Errors are those of the client, or of the network.
    if served.is_ok() {
        linger(connection.into_parts().io.into_inner()).await;
    }
}

/// Closes a connection whose client may still be sending the body of a request that was refused: if nobody read that,
/// the client would be told that the connection is broken, and not why it was refused.
async fn linger(mut stream: TcpStream) {
    const MOST: u64 = 64 * 1024;

    let rest = async {
        stream.shutdown().await?;
        tokio::io::copy(&mut stream.take(MOST), &mut tokio::io::sink()).await
    };
    let _ = timeout(LINGER, rest).await;
}

/// How many connections each client has.
#[derive(Debug, Default)]
struct Clients(Mutex<HashMap<IpAddr, usize>>);

/// A connection of a client, until it is dropped.
struct Entered {
    clients: Arc<Clients>,
    client: IpAddr,
}

impl Clients {
    fn enter(clients: &Arc<Self>, client: IpAddr, limit: usize) -> Option<Entered> {
        let mut counts = clients.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(client).or_default();
        if *count >= limit {
            return None;
        }
        *count += 1;
        drop(counts);
        let clients = Arc::clone(clients);
        Some(Entered { clients, client })
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let mut counts = self
            .clients
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.client);
            }
        }
    }
}
