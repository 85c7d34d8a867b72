//! The servers of `benches/rivals/run`: one for each framework, each on one thread. They print the address, the token and
//! the name of each case, and the name of the case that it is compared with.

use std::io;
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use axum::Router;
use poem::listener::TcpAcceptor;
use tokio::runtime::{self, Runtime};

use crate::Result;
use crate::cases::{self, App};
use crate::rival::{actix, poem as of_poem};

pub(crate) fn run() -> Result<()> {
    let [axum, actix, poem] = [(); 3].map(|()| listener());
    let (axum, actix, poem) = (axum?, actix?, poem?);
    let address = |listener: &TcpListener| listener.local_addr().map(|it| format!("http://{it}"));
    let (of_axum, of_actix, of_poem) = (address(&axum)?, address(&actix)?, address(&poem)?);
    let mut router = Router::new();
    for (number, case) in cases::all().iter().enumerate() {
        case.check();
        let url = match case.app {
            App::Axum(app) => {
                router = router.nest(&format!("/{number}"), app());
                format!("{of_axum}/{number}/items")
            }
            App::Actix(path) => format!("{of_actix}{path}"),
            App::Poem(path) => format!("{of_poem}{path}"),
        };
        println!("{url}\t{}\t{}\t{}", case.token, case.name, case.beside);
    }
    println!();
    for server in [
        serve_actix(actix),
        serve_poem(poem),
        serve_axum(axum, router),
    ] {
        server.join().map_err(|_| "a server panicked")??;
    }
    Ok(())
}

fn listener() -> io::Result<TcpListener> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn runtime() -> io::Result<Runtime> {
    runtime::Builder::new_current_thread().enable_all().build()
}

fn serve_axum(listener: TcpListener, router: Router) -> JoinHandle<io::Result<()>> {
    thread::spawn(|| {
        runtime()?.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router).await
        })
    })
}

fn serve_poem(listener: TcpListener) -> JoinHandle<io::Result<()>> {
    thread::spawn(|| {
        runtime()?.block_on(async {
            let acceptor = TcpAcceptor::from_std(listener)?;
            poem::Server::new_with_acceptor(acceptor)
                .run(of_poem::app())
                .await
        })
    })
}

fn serve_actix(listener: TcpListener) -> JoinHandle<io::Result<()>> {
    thread::spawn(|| {
        let server = || actix_web::App::new().configure(actix::routes);
        let server = actix_web::HttpServer::new(server)
            .workers(1)
            .listen(listener)?;
        actix_web::rt::System::new().block_on(server.run())
    })
}
