//! Statistics that a few outliers do not move.

/// Returns the value below which `share` of the values lie, or `None` if there are none.
pub(super) fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let at = ((values.len() - 1) as f64 * share).round() as usize;
    let (_, value, _) = values.select_nth_unstable_by(at, f64::total_cmp);
    Some(*value)
}

/// Returns the median, or `None` if there are no values.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Returns the spread around zero, as a standard deviation, from the median of the absolute values.
pub(super) fn spread(values: &[f64]) -> Option<f64> {
    // for normal values the median of absolute values is 0.6745 standard deviations
    let mut absolute: Vec<f64> = values.iter().map(|value| value.abs()).collect();
    median(&mut absolute).map(|middle| middle / 0.6745)
}

/// Returns the value below which `share` of the weight lies, or `None` without weight.
pub(super) fn weighted_quantile(values: &mut [(f64, f64)], share: f64) -> Option<f64> {
    let total: f64 = values.iter().map(|(_, weight)| weight).sum();
    if total <= 0.0 {
        return None;
    }
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut sum = 0.0;
    for (value, weight) in values.iter() {
        sum += weight;
        if sum >= total * share {
            return Some(*value);
        }
    }
    values.last().map(|(value, _)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wild_value_moves_nothing() {
        assert_eq!(median(&mut [3.0, 1.0, 1e9, 2.0, -1e9]), Some(2.0));
        assert_eq!(quantile(&mut [1.0, 2.0, 3.0, 4.0, 5.0], 0.75), Some(4.0));
        assert_eq!(median(&mut []), None);
        let spread = spread(&[-1.0, 1.0, -1.0, 1.0, 1e9]).unwrap();
        assert!((1.4..1.6).contains(&spread), "{spread}");
        assert_eq!(weighted_quantile(&mut [(1.0, 1.0), (2.0, 10.0), (9.0, 1.0)], 0.5), Some(2.0));
        assert_eq!(weighted_quantile(&mut [(1.0, 0.0)], 0.5), None);
    }
}
