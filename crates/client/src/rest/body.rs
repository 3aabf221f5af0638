//! Reads a body in large pieces, however small the chunks on the wire are.
//!
//! XO sends two chunks per object (facts/xo-observed.md, "Chunks"), and hyper passes each on separately: a reader would
//! be woken 700,000 times for 350,000 objects. A task beside the connection's own gathers them, so that timers, signals
//! and others that wait with the reader get their turn once per piece. On a runtime with one thread the two tasks take
//! turns without a system call.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use reqwest::Response;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Size from which a piece is passed on, in bytes. Guess: some 70 objects, which take a millisecond to parse, after
/// which Ctrl-C and the keepalive of the WebSocket get their turn.
const ENOUGH: usize = 64 << 10;
/// Pieces that may wait for the reader. Guess: one being parsed, one arriving.
const WAITING: usize = 2;

/// A body that is being read; dropping it stops the reading.
#[derive(Debug)]
pub(super) struct Body {
    pieces: mpsc::Receiver<Result<Vec<u8>, reqwest::Error>>,
    /// Dropping this aborts the task.
    _task: JoinSet<()>,
}

impl Body {
    /// Starts to read; needs a runtime around it.
    pub(super) fn of(response: Response) -> Self {
        let (sender, pieces) = mpsc::channel(WAITING);
        let mut task = JoinSet::new();
        task.spawn(gather(response, sender));
        Self { pieces, _task: task }
    }

    /// Returns the next piece, never empty; `None` at the end. What arrived before an error is returned before it.
    ///
    /// Cancel safe: no piece is lost.
    pub(super) async fn piece(&mut self) -> Result<Option<Vec<u8>>, reqwest::Error> {
        self.pieces.recv().await.transpose()
    }
}

async fn gather(mut response: Response, to: mpsc::Sender<Result<Vec<u8>, reqwest::Error>>) {
    let mut piece = Vec::new();
    let error = loop {
        let next = match piece.len() {
            0 => Some(response.chunk().await),
            ENOUGH.. => None,
            _ => without_waiting(response.chunk()).await,
        };
        match next {
            Some(Ok(Some(chunk))) => piece.extend_from_slice(&chunk),
            Some(Ok(None)) => break None,
            Some(Err(error)) => break Some(error),
            None if to.send(Ok(std::mem::take(&mut piece))).await.is_err() => return,
            None => {}
        }
    };
    let last = Some(piece).filter(|piece| !piece.is_empty());
    for last in last.map(Ok).into_iter().chain(error.map(Err)) {
        // a reader that gave up wants no more
        let _ = to.send(last).await;
    }
}

/// Returns the output of the future once the other tasks had one turn each; `None` if it would have to wait.
async fn without_waiting<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut had_turn = false;
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if had_turn => Poll::Ready(None),
        Poll::Pending => {
            had_turn = true;
            // to the end of the queue, unlike tokio's `yield_now`, which polls the system first
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use tokio::sync::oneshot;

    use super::super::{Auth, Rest};
    use super::*;
    use crate::trust::Tls;
    use crate::{Address, CallLog, Credentials, Destination, Trust};

    /// Sends `{}` and a line feed in chunks of their own as long as someone reads, and reports when nobody does.
    fn endless() -> (String, oneshot::Receiver<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (tell, over) = oneshot::channel();
        std::thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            assert!(socket.read(&mut [0; 4096]).unwrap() > 0);
            socket.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
            let lines = b"2\r\n{}\r\n1\r\n\n\r\n".repeat(1000);
            while socket.write_all(&lines).is_ok() {}
            tell.send(()).unwrap();
        });
        (url, over)
    }

    async fn body(url: &str) -> Body {
        let to = Destination::new(Address::parse(url).unwrap(), Credentials::Token("t".into()));
        let rest = Rest::new(&to, &Tls::new(&Trust::System).unwrap(), &CallLog::new()).unwrap();
        Body::of(rest.get("/x", Auth::Nobody, "x").await.unwrap())
    }

    /// On a single thread, Ctrl-C is heard although the server never pauses, and ends the transfer.
    #[tokio::test]
    async fn whoever_waits_beside_an_endless_body_has_a_turn() {
        let (url, over) = endless();
        let mut body = body(&url).await;
        let (mut pieces, mut whole) = (0, Vec::new());
        let (interrupt, interrupted) = oneshot::channel();
        let mut interrupt = Some(interrupt);
        let reading = async {
            while let Some(piece) = body.piece().await.unwrap() {
                assert!(!piece.is_empty());
                pieces += 1;
                whole.extend(piece);
                if whole.len() > 4 * ENOUGH
                    && let Some(interrupt) = interrupt.take()
                {
                    interrupt.send(()).unwrap();
                }
            }
        };
        tokio::select! {
            // the reader first: the other is polled only if the reader makes room
            biased;
            () = reading => panic!("the body has no end"),
            heard = interrupted => heard.unwrap(),
        }
        drop(body);
        over.await.unwrap();
        assert!(whole.chunks_exact(3).all(|line| line == b"{}\n"));
        // each line arrived in two chunks, and many of them are in one piece
        assert!(pieces * 10 < whole.len() / 3, "{pieces} pieces of {} bytes", whole.len());
    }
}
