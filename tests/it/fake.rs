//! Servers that are not an XO, or die: on real sockets, in threads that end with the tests.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// Returns the address of a port on which nothing listens.
pub(crate) fn closed() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Accepts connections and stays silent, as a starting XO does.
pub(crate) fn silent() -> SocketAddr {
    serve(|stream, held: &Mutex<Vec<TcpStream>>| held.lock().unwrap().push(stream))
}

/// Sends the same answer to every request, then closes.
pub(crate) fn always(answer: &'static [u8]) -> SocketAddr {
    serve(move |mut stream, _: &()| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(answer);
        let _ = stream.shutdown(Shutdown::Write);
        // closing with unread data would reset the connection before the answer is read
        while stream.read(&mut [0; 4096]).is_ok_and(|n| n > 0) {}
    })
}

fn serve<S: Default + Send + Sync + 'static>(
    each: impl Fn(TcpStream, &S) + Send + Sync + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (each, shared) = (Arc::new(each), Arc::new(S::default()));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (each, shared) = (each.clone(), shared.clone());
            thread::spawn(move || each(stream, &shared));
        }
    });
    address
}

/// A proxy in front of a server that passes everything on, until this many bytes came from it: then all connections,
/// old and new, end as if the server had died.
pub(crate) struct Cutter {
    /// Where to connect.
    pub(crate) address: SocketAddr,
    life: Arc<Life>,
}

struct Life {
    left: AtomicUsize,
    sent: AtomicUsize,
    dead: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Cutter {
    /// Starts it in front of `target`.
    pub(crate) fn start(target: SocketAddr, bytes: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let life = Arc::new(Life {
            left: AtomicUsize::new(bytes),
            sent: AtomicUsize::new(0),
            dead: AtomicBool::new(false),
            open: Mutex::default(),
        });
        let ours = life.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if !life.dead.load(Ordering::SeqCst) {
                    life.pass_on(client, TcpStream::connect(target).unwrap());
                }
            }
        });
        Self { address, life: ours }
    }

    /// Returns the bytes that came from the server.
    pub(crate) fn sent(&self) -> usize {
        self.life.sent.load(Ordering::SeqCst)
    }

    /// Returns whether it has cut.
    pub(crate) fn has_cut(&self) -> bool {
        self.life.dead.load(Ordering::SeqCst)
    }
}

impl Life {
    fn pass_on(self: &Arc<Self>, client: TcpStream, server: TcpStream) {
        self.open.lock().unwrap().extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
        let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
        let life = self.clone();
        thread::spawn(move || life.answers(server, client));
    }

    fn answers(&self, mut server: TcpStream, mut client: TcpStream) {
        let mut buffer = [0; 1024];
        while let Ok(n) = server.read(&mut buffer) {
            let take = |left: usize| Some(left.saturating_sub(n));
            let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).unwrap();
            let allowed = n.min(left);
            self.sent.fetch_add(allowed, Ordering::SeqCst);
            if n == 0 || client.write_all(&buffer[..allowed]).is_err() {
                break;
            }
            if allowed < n {
                self.dead.store(true, Ordering::SeqCst);
                for stream in self.open.lock().unwrap().drain(..) {
                    let _ = stream.shutdown(Shutdown::Both);
                }
                return;
            }
        }
        let _ = client.shutdown(Shutdown::Write);
    }
}
