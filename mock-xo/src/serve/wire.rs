//! The bytes of one connection, which can be made to go wrong. In: a stream. Out: the same stream, which breaks
//! on request, and sends bytes that are not a frame.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What should go wrong on one connection. Clones refer to the same connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wire(Arc<Mutex<WireFaults>>);

#[derive(Debug, Default)]
struct WireFaults {
    /// Bytes after which the connection breaks.
    left: Option<usize>,
    /// Bytes to write before anything else.
    noise: Vec<u8>,
}

impl Wire {
    fn with<T>(&self, act: impl FnOnce(&mut WireFaults) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Breaks the connection after this many more bytes.
    pub(crate) fn break_after(&self, bytes: usize) {
        self.with(|trouble| trouble.left = Some(bytes));
    }

    /// Writes these bytes before anything else.
    pub(crate) fn say(&self, noise: &[u8]) {
        self.with(|trouble| trouble.noise.extend_from_slice(noise));
    }
}

/// A stream that such faults can break.
#[derive(Debug)]
pub(super) struct FaultyStream<S> {
    inner: S,
    wire: Wire,
}

impl<S> FaultyStream<S> {
    pub(super) fn new(inner: S, wire: Wire) -> Self {
        Self { inner, wire }
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "broken on purpose")
}

impl<S: AsyncWrite + Unpin> FaultyStream<S> {
    /// Writes the noise that must precede everything else.
    fn poll_noise(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            let noise = self.wire.with(|trouble| trouble.noise.clone());
            if noise.is_empty() {
                return Poll::Ready(Ok(()));
            }
            match Pin::new(&mut self.inner).poll_write(context, &noise) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(broken())),
                Poll::Ready(Ok(written)) => self.wire.with(|trouble| {
                    trouble.noise.drain(..written);
                }),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for FaultyStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        std::task::ready!(self.poll_noise(context))?;
        let Some(left) = self.wire.with(|trouble| trouble.left) else {
            return Pin::new(&mut self.inner).poll_write(context, bytes);
        };
        if left == 0 {
            return Poll::Ready(Err(broken()));
        }
        let part = &bytes[..bytes.len().min(left)];
        let written = std::task::ready!(Pin::new(&mut self.inner).poll_write(context, part))?;
        self.wire.with(|trouble| trouble.left = Some(left - written));
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for FaultyStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn a_wire_breaks_and_says_things() {
        let (near, mut far) = tokio::io::duplex(1024);
        let wire = Wire::default();
        let mut near = FaultyStream::new(near, wire.clone());
        near.write_all(b"whole ").await.unwrap();
        wire.say(b"NOISE ");
        near.write_all(b"more ").await.unwrap();
        wire.break_after(3);
        assert!(near.write_all(b"broken").await.is_err());
        drop(near);
        let mut heard = String::new();
        far.read_to_string(&mut heard).await.unwrap();
        assert_eq!(heard, "whole NOISE more bro");
    }
}
