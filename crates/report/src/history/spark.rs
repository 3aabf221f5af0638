//! Sparklines: series drawn as a line of characters, one column for each part of the period.

use jiff::Timestamp;

/// The levels, from low to high.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The sign for a time at which nothing had been read yet.
const NOTHING: char = '·';

/// The ASCII replacements of these signs.
const PLAIN: [(char, char); 9] = [
    ('▁', '_'),
    ('▂', ','),
    ('▃', '-'),
    ('▄', '='),
    ('▅', '+'),
    ('▆', '*'),
    ('▇', '%'),
    ('█', '#'),
    (NOTHING, '.'),
];

/// Draws values in order of time, oldest first: each column shows the last value in its part of the period, or else the
/// previous one. Its height lies between the smallest and the largest value; if all are equal, in the middle.
#[must_use]
pub(crate) fn line(
    values: &[(Timestamp, f64)],
    (from, to): (Timestamp, Timestamp),
    columns: usize,
) -> String {
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, value)| {
        (low.min(*value), high.max(*value))
    });
    let span = to.duration_since(from).as_secs_f64().max(1.0);
    let mut last: Vec<Option<f64>> = vec![None; columns];
    for (at, value) in values {
        let share = at.duration_since(from).as_secs_f64() / span;
        let column = (share * columns as f64).clamp(0.0, columns.saturating_sub(1) as f64) as usize;
        if let Some(place) = last.get_mut(column) {
            *place = Some(*value);
        }
    }
    let mut shown = None;
    let level = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        LEVELS[((share * (LEVELS.len() - 1) as f64).round() as usize).min(LEVELS.len() - 1)]
    };
    last.into_iter()
        .map(|value| {
            shown = value.or(shown);
            shown.map_or(NOTHING, level)
        })
        .collect()
}

/// Replaces the signs that are not ASCII.
#[must_use]
pub(crate) fn plain(text: &str) -> String {
    let of = |sign: char| PLAIN.iter().find(|(drawn, _)| *drawn == sign).map_or(sign, |(_, plain)| *plain);
    text.chars().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    #[test]
    fn lines() {
        let whole = (at(0), at(10));
        let cases: [(&[(i64, f64)], &str); 5] = [
            (&[], "··········"),
            (&[(0, 3.0), (9, 3.0)], "▅▅▅▅▅▅▅▅▅▅"),
            (&[(0, 0.0), (5, 7.0), (10, 3.0)], "▁▁▁▁▁████▄"),
            (&[(4, 0.0), (9, 1.0)], "····▁▁▁▁▁█"),
            (&[(0, 0.0), (1, 1.0), (2, 2.0), (3, 7.0)], "▁▂▃███████"),
        ];
        for (values, expected) in cases {
            let values: Vec<_> = values.iter().map(|(hour, value)| (at(*hour), *value)).collect();
            let drawn = line(&values, whole, 10);
            assert_eq!(drawn, expected);
            assert!(plain(&drawn).is_ascii());
        }
        assert_eq!(line(&[(at(1), 1.0)], (at(1), at(1)), 0), "");
    }
}
