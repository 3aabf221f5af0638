//! The page of the renderers that do not compose blocks yet.

pub mod page;

use self::page::{Page, bold, cyan, plain};
use crate::Gap;
pub use crate::render::Style;

/// Tells what could not be read.
pub(crate) fn gaps(page: &mut Page<'_>, gaps: &[Gap]) {
    if gaps.is_empty() {
        return;
    }
    let own = page.own();
    page.blank();
    page.line(&[bold(own.phrase("gaps"))]);
    for gap in gaps {
        page.block(2, plain(""), &gap.what);
        page.block(4, plain(own.phrase("label-why") + " "), &gap.why);
        page.block(4, cyan(own.phrase("label-grant") + " "), &gap.grant);
    }
}
