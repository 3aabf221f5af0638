//! The part of a fleet that something applies to: what matches every pattern given.

use crate::pattern::Pattern;

/// A part of a fleet: what matches every pattern given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// On SRs with this name or id.
    pub sr: Option<Pattern>,
    /// In pools with this name or id.
    pub pool: Option<Pattern>,
    /// Of VMs with a matching tag.
    pub tag: Option<Pattern>,
    /// In jobs with this name or id.
    pub job: Option<Pattern>,
}

/// Where something is, to be compared with a part. Objects are pairs of name and id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectLocation<'a> {
    /// SRs.
    pub srs: Vec<(&'a str, String)>,
    /// Pools.
    pub pools: Vec<(&'a str, String)>,
    /// Tags of the VMs.
    pub tags: Vec<&'a str>,
    /// Jobs.
    pub jobs: Vec<(&'a str, String)>,
}

impl Part {
    /// Returns whether a place is within the part.
    #[must_use]
    pub fn has(&self, place: &ObjectLocation<'_>) -> bool {
        let named = |pattern: &Option<Pattern>, objects: &[(&str, String)]| {
            pattern
                .as_ref()
                .is_none_or(|pattern| objects.iter().any(|(name, id)| pattern.matches(id, name, None)))
        };
        named(&self.sr, &place.srs)
            && named(&self.pool, &place.pools)
            && named(&self.job, &place.jobs)
            && self.tag.as_ref().is_none_or(|pattern| place.tags.iter().any(|tag| pattern.matches_tag(tag)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_within_all_that_is_named() {
        let place = ObjectLocation {
            srs: vec![("nfs", "1".to_owned())],
            tags: vec!["gold", "x"],
            ..ObjectLocation::default()
        };
        let pattern = |text: &str| Some(Pattern::new(text));
        let part = |sr, tag| Part { sr, tag, ..Part::default() };
        let cases = [
            (part(None, None), true),
            (part(pattern("nf*"), None), true),
            (part(pattern("1"), pattern("gold")), true),
            (part(pattern("1"), pattern("silver")), false),
            (part(pattern("2"), pattern("gold")), false),
            (Part { job: pattern("*"), ..Part::default() }, false),
        ];
        for (part, expected) in cases {
            assert_eq!(part.has(&place), expected, "{part:?}");
        }
    }
}
