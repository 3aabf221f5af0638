//! Bodies of lines, as XO sends them. In: JSON texts. Out: a body whose chunks are those of XO.

use std::convert::Infallible;
use std::io::{self, Write};

use axum::body::{Body, Bytes};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;

/// Bytes that go into the compressor at once; its output has chunks of other sizes anyway.
const COMPRESSED_AT_ONCE: usize = 64 * 1024;

/// Returns a body of two chunks per line: its text, then its line feed (observed). No length is announced.
pub(crate) fn body<T>(lines: impl Iterator<Item = T> + Send + 'static) -> Body
where
    T: AsRef<str> + Send + 'static,
{
    let chunks = lines.flat_map(|line| {
        [Bytes::copy_from_slice(line.as_ref().as_bytes()), Bytes::from_static(b"\n")].map(Ok::<_, Infallible>)
    });
    Body::from_stream(stream::iter(chunks))
}

/// Returns the same lines, compressed with gzip.
pub(crate) fn gzip_body<T>(mut lines: impl Iterator<Item = T> + Send + 'static) -> Body
where
    T: AsRef<str> + Send + 'static,
{
    let mut encoder = Some(GzEncoder::new(Vec::new(), Compression::fast()));
    let chunks = std::iter::from_fn(move || {
        let gzip = encoder.as_mut()?;
        let mut text = Vec::with_capacity(COMPRESSED_AT_ONCE + 4096);
        while text.len() < COMPRESSED_AT_ONCE {
            let Some(line) = lines.next() else {
                return Some(end(&mut encoder, &text));
            };
            text.extend_from_slice(line.as_ref().as_bytes());
            text.push(b'\n');
        }
        Some(gzip.write_all(&text).map(|()| Bytes::from(std::mem::take(gzip.get_mut()))))
    });
    Body::from_stream(stream::iter(chunks))
}

/// Returns the last bytes, after which nothing follows.
fn end(encoder: &mut Option<GzEncoder<Vec<u8>>>, text: &[u8]) -> io::Result<Bytes> {
    let Some(mut gzip) = encoder.take() else { return Ok(Bytes::new()) };
    gzip.write_all(text)?;
    Ok(gzip.finish()?.into())
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use flate2::read::GzDecoder;
    use futures_util::StreamExt;

    use super::*;

    #[tokio::test]
    async fn a_line_and_its_line_feed_are_two_chunks() {
        let lines = ["{}", "[\"あ\"]"];
        let chunks: Vec<_> =
            body(lines.into_iter()).into_data_stream().map(|chunk| chunk.unwrap()).collect().await;
        assert_eq!(chunks, ["{}", "\n", "[\"あ\"]", "\n"]);
        let none: [&str; 0] = [];
        assert_eq!(body(none.into_iter()).into_data_stream().count().await, 0);
    }

    #[tokio::test]
    async fn compressed_lines_are_the_same() {
        let line = "x".repeat(1000);
        for count in [0, 1, 500] {
            let lines = vec![line.clone(); count];
            let packed = to_bytes(gzip_body(lines.into_iter()), usize::MAX).await.unwrap();
            let text = io::read_to_string(GzDecoder::new(packed.as_ref())).unwrap();
            assert_eq!(text, format!("{line}\n").repeat(count));
        }
    }
}
