//! `xo-health whoami`: shows what the user may read, what is missing, and how to grant it.

use crate::cli::args::WhoAmI;
use crate::cli::failure::Failure;
use crate::cli::server::Target;
use crate::cli::{now, output};
use xo_health_client::collect::{About, EnteredObject, PARTS, Refusal};
use xo_health_client::{Answers, BoxError, Collect, Method};
use xo_health_report::document;
use xo_health_report::whoami::{self, WhoAmI as View};
use xo_health_report::words::Lang;

/// Reads as `check` does, and returns 0.
pub(in crate::cli) fn run(args: &WhoAmI, lang: Lang) -> Result<u8, Failure> {
    let target = Target::find(&args.server, now())?;
    let reader = target.read(|| Ok((Reader::default(), now())))?;
    let permission = reader.permission.clone().unwrap_or_default();
    let reading = reader.answers.finish().reading;
    let view = View::of(&reading, permission, PARTS.map(|(_, part)| part));
    let document = |words| document::Who::of(&view, words);
    output::report(document, &args.printing, lang, view.observed_at, |say| whoami::compose(&view, say))?;
    Ok(0)
}

/// Reads everything, and remembers whose answers they are.
#[derive(Default)]
struct Reader {
    permission: Option<String>,
    answers: Answers,
}

impl Collect for Reader {
    fn about(&mut self, about: &About) -> Result<(), BoxError> {
        self.permission.clone_from(&about.permission);
        self.answers.about(about)
    }

    fn begin(&mut self, method: Method) -> Result<(), BoxError> {
        self.answers.begin(method)
    }

    fn item(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        self.answers.item(method, json)
    }

    fn end(&mut self, method: Method) -> Result<(), BoxError> {
        self.answers.end(method)
    }

    fn answer(&mut self, method: Method, json: &[u8]) -> Result<(), BoxError> {
        self.answers.answer(method, json)
    }

    fn refused(&mut self, method: Method, refusal: Refusal) -> Result<(), BoxError> {
        self.answers.refused(method, refusal)
    }

    fn via_rest(&mut self, method: Method) -> Result<(), BoxError> {
        self.answers.via_rest(method)
    }

    fn entered(&mut self, entered: Vec<EnteredObject>) -> Result<(), BoxError> {
        self.answers.entered(entered)
    }
}
