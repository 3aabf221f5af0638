//! Findings that a user knows about and accepts for a while: which, why, until when.
//!
//! In: rules and the findings of an analysis. Out: which rule suppresses each finding, and what happened to each
//! rule. The findings themselves, and all that follows from the analysis, stay unchanged.

use jiff::Timestamp;

use super::catalogue::Code;
use super::finding::Finding;
use super::trend::Pin;
use crate::pattern::Pattern;

/// A rule that suppresses findings.
#[derive(Clone, Debug, PartialEq)]
pub struct Ignore {
    /// The findings that it suppresses.
    pub what: Ignored,
    /// Why, in the words of the person who accepted them.
    pub reason: String,
    /// When they start to count again.
    pub until: Option<Timestamp>,
    /// How bad they may be; a worse one counts again.
    pub pin: Option<Pin>,
}

/// The findings that a rule suppresses.
#[derive(Clone, Debug, PartialEq)]
pub enum Ignored {
    /// The finding with this [`Key`](super::Key).
    Key(String),
    /// All findings with a code that match the subject and tag, if these are given.
    Code {
        /// The code.
        code: Code,
        /// The name or id of the subject.
        subject: Option<Pattern>,
        /// A tag of the VM that it is about.
        tag: Option<Pattern>,
    },
}

/// What happened to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It suppresses findings.
    Used,
    /// The findings that match it are worse than it allows.
    Outgrown,
    /// No finding matches it.
    Unused,
    /// It has expired.
    Expired,
}

/// The effect of rules on findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppressed {
    /// For each finding, in order, the index of the rule that suppresses it.
    pub by: Vec<Option<usize>>,
    /// For each rule, in order, what happened to it.
    pub fates: Vec<Fate>,
}

impl Ignored {
    /// Returns whether a finding about VMs with these tags matches.
    fn means(&self, finding: &Finding, tags: &[&str]) -> bool {
        match self {
            Self::Key(key) => finding.key().to_string() == *key,
            Self::Code { code, subject, tag } => {
                let about = &finding.subject;
                *code == finding.code
                    && subject.as_ref().is_none_or(|pattern| pattern.matches(&about.id, &about.name, None))
                    && tag.as_ref().is_none_or(|pattern| tags.iter().any(|tag| pattern.matches_tag(tag)))
            }
        }
    }
}

impl Suppressed {
    /// Applies rules to findings, each with the tags of the VMs that it is about; `now` decides which rules have
    /// expired. The first rule that matches a finding suppresses it.
    #[must_use]
    pub fn of<'a>(
        rules: &[Ignore],
        findings: impl Iterator<Item = (&'a Finding, Vec<&'a str>)>,
        now: Timestamp,
    ) -> Self {
        let is_over = |rule: &Ignore| rule.until.is_some_and(|until| until <= now);
        let start = |rule| if is_over(rule) { Fate::Expired } else { Fate::Unused };
        let mut fates: Vec<Fate> = rules.iter().map(start).collect();
        let by = findings
            .map(|(finding, tags)| {
                let mut first = None;
                for (number, rule) in rules.iter().enumerate() {
                    if fates[number] == Fate::Expired || !rule.what.means(finding, &tags) {
                        continue;
                    }
                    if rule.pin.as_ref().is_some_and(|pin| finding.is_worse_than(pin)) {
                        fates[number] = fates[number].min(Fate::Outgrown);
                        continue;
                    }
                    fates[number] = Fate::Used;
                    first = first.or(Some(number));
                }
                first
            })
            .collect();
        Self { by, fates }
    }

    /// Returns the index of the rule that suppresses the finding at an index.
    #[must_use]
    pub fn rule(&self, finding: usize) -> Option<usize> {
        self.by.get(finding).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::evidence::ChainDepth;
    use crate::findings::{Severity, Subject, SubjectKind};

    fn finding(name: &str, severity: Severity, left: u32) -> Finding {
        let subject = Subject { kind: SubjectKind::Vdi, id: format!("id-{name}"), name: name.to_owned() };
        Finding::new(severity, subject, ChainDepth { snapshots_left: left, ..Default::default() })
    }

    fn code(code: Code, subject: &str, tag: &str) -> Ignored {
        let pattern = |text: &str| (!text.is_empty()).then(|| Pattern::new(text));
        Ignored::Code { code, subject: pattern(subject), tag: pattern(tag) }
    }

    /// Rules applied to one finding on a VM with the tag `gold`.
    #[test]
    fn what_a_rule_means() {
        use Fate::{Expired, Outgrown, Unused, Used};
        use Severity::{Critical, Warning};
        let now: Timestamp = "2026-11-27T12:00:00Z".parse().unwrap();
        let web = finding("web", Warning, 3);
        let rule = |what| Ignore { what, reason: "known".to_owned(), until: None, pin: None };
        let pinned = |severity, left| Ignore {
            pin: Some(finding("any", severity, left).pin()),
            ..rule(code(Code::ChainDepth, "", ""))
        };
        let counted = |left| Ignore {
            pin: Some(Pin { severity: None, ..finding("any", Warning, left).pin() }),
            ..rule(code(Code::ChainDepth, "", ""))
        };
        let until = |text: &str| Ignore {
            until: Some(text.parse().unwrap()),
            ..rule(code(Code::ChainDepth, "", ""))
        };
        let cases = [
            (rule(code(Code::ChainDepth, "", "")), Used),
            (rule(code(Code::OrphanVdis, "", "")), Unused),
            (rule(code(Code::ChainDepth, "web", "")), Used),
            (rule(code(Code::ChainDepth, "w*", "")), Used),
            (rule(code(Code::ChainDepth, "id-web", "")), Used),
            (rule(code(Code::ChainDepth, "db", "")), Unused),
            (rule(code(Code::ChainDepth, "", "go*")), Used),
            (rule(code(Code::ChainDepth, "", "silver")), Unused),
            (rule(Ignored::Key("XOH-101/vdi/id-web".to_owned())), Used),
            (rule(Ignored::Key("XOH-101/vdi/id".to_owned())), Unused),
            (until("2026-11-27T12:00:01Z"), Used),
            (until("2026-11-27T12:00:00Z"), Expired),
            (pinned(Warning, 3), Used),
            (pinned(Warning, 2), Used),
            (pinned(Warning, 4), Outgrown),
            (pinned(Critical, 9), Used),
            (pinned(Severity::Info, 0), Outgrown),
            (counted(3), Used),
            (counted(4), Outgrown),
        ];
        for (rule, fate) in cases {
            let found = [(&web, vec!["gold"])];
            let suppressed = Suppressed::of(std::slice::from_ref(&rule), found.into_iter(), now);
            assert_eq!(suppressed.fates, [fate], "{rule:?}");
            assert_eq!(suppressed.rule(0), (fate == Used).then_some(0), "{rule:?}");
        }
    }

    #[test]
    fn the_first_rule_stands_for_a_finding() {
        let now = Timestamp::UNIX_EPOCH;
        let (web, db) = (finding("web", Severity::Warning, 3), finding("db", Severity::Warning, 3));
        let rules = ["web", "*", "none"].map(|subject| Ignore {
            what: code(Code::ChainDepth, subject, ""),
            reason: String::new(),
            until: None,
            pin: None,
        });
        let suppressed = Suppressed::of(&rules, [(&db, vec![]), (&web, vec![])].into_iter(), now);
        assert_eq!(suppressed.by, [Some(1), Some(0)]);
        assert_eq!(suppressed.fates, [Fate::Used, Fate::Used, Fate::Unused]);
    }
}
