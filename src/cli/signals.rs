//! Signals that ask the program to end.

/// Waits until somebody asks the program to end: Ctrl-C, or SIGTERM. Where signals cannot be heard, it waits for ever.
pub(super) async fn asked_to_end() {
    tokio::select! {
        biased;
        () = interrupt() => {}
        () = terminate() => {}
    }
}

async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut heard) => {
            heard.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending().await
}
