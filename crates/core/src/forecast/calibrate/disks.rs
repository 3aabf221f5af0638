//! How each disk writes, what its leaf holds, and how much of what it writes is new to it.
//!
//! In: the draft, how VMs write. Out: the draft's disks filled in, and each disk's part of its VM's writes. What the
//! server shows is used: the layers of a chain are what was written between snapshots. Where it shows nothing, best
//! estimates with a spread take its place.

use jiff::Timestamp;

use super::churn::{Churn, Clock};
use super::foreign;
use super::robust::median;
use super::setup::{self, Draft};
use crate::chains::Chains;
use crate::forecast::priors::{self, FILL, SHARE_BY_SIZE};
use crate::forecast::sim::scenario::Disk;
use crate::forecast::sim::share_by;
use crate::model::{Inventory, VdiIdx, VdiKind, VmIdx};

const DAY: f64 = 86_400.0;

/// Returns, for each base copy from the root on, when it became one, and the bytes written while it was the leaf; for
/// the root, all that it holds.
fn layers(
    draft: &Draft,
    inventory: &Inventory,
    chains: &Chains,
    disk: usize,
    now: Timestamp,
) -> Vec<(Option<f64>, f64)> {
    let mut path: Vec<VdiIdx> = chains.path(inventory, draft.vdis[disk]).take(foreign::NODES_MAX).collect();
    path.reverse();
    let taken = |node: VdiIdx| {
        let of = chains.children(node).iter().map(|&child| inventory.vdi(child));
        let times = of.filter(|child| child.kind == VdiKind::Snapshot).filter_map(|child| child.taken());
        times.min().map(|at| setup::seconds(now, at))
    };
    let bases = &draft.scenario.disks[disk].bases;
    bases.iter().zip(&path).map(|(base, &node)| (taken(node), base.data)).collect()
}

/// Sets how each disk writes and what its leaf holds; returns each disk's part of its VM's writes.
pub(super) fn learn_disks(
    draft: &mut Draft,
    inventory: &Inventory,
    chains: &Chains,
    vms: &[VmIdx],
    churn: &Churn,
    clock: Clock,
    now: Timestamp,
) -> Vec<f64> {
    let count = draft.scenario.disks.len();
    let layers: Vec<Vec<(Option<f64>, f64)>> =
        (0..count).map(|disk| layers(draft, inventory, chains, disk, now)).collect();
    let mut shares = vec![1.0; count];
    let mut daily: Vec<Option<f64>> = vec![None; count];
    let mut profile = vec![0; count];
    let mut profiles = vec![churn.profile];
    for (number, &vm) in vms.iter().enumerate() {
        let disks: Vec<usize> = inventory
            .vdis_of(vm)
            .filter(|(vdi, vbd)| !vbd.is_cd_drive && !inventory.vdi(*vdi).no_backup)
            .filter_map(|(vdi, _)| draft.disk_of.get(&vdi).map(|&disk| disk as usize))
            .collect();
        let weights: Vec<f64> =
            disks.iter().map(|&disk| weight(&draft.scenario.disks[disk], &layers[disk])).collect();
        let sizes: f64 = disks.iter().map(|&disk| draft.scenario.disks[disk].size).sum();
        let seen: f64 = weights.iter().sum();
        let own = churn.profiles[number].map(|own| {
            profiles.push(own);
            profiles.len() as u32 - 1
        });
        let rates: Vec<Option<f64>> = disks
            .iter()
            .zip(&weights)
            .map(|(&disk, weight)| {
                let hidden = draft.scenario.disks[disk].leaf.is_nan() && layers[disk].len() < 2;
                let since = layers[disk].first().and_then(|(at, _)| *at).filter(|_| !hidden)?;
                let days = expected_days(churn, clock, own.unwrap_or(0), &profiles, since);
                (days > 0.0).then(|| weight / days)
            })
            .collect();
        let of_sizes: Vec<f64> = disks.iter().map(|&disk| draft.scenario.disks[disk].size).collect();
        let beside = churn.daily[number].and_then(|all| beside_hidden(all, &rates, &of_sizes));
        for (at, (&disk, weight)) in disks.iter().zip(&weights).enumerate() {
            let by_size = draft.scenario.disks[disk].size / sizes.max(1.0);
            shares[disk] = if let Some(shares) = &beside {
                shares[at]
            } else if seen > 0.0 {
                (1.0 - SHARE_BY_SIZE) * weight / seen + SHARE_BY_SIZE * by_size
            } else {
                by_size
            };
            daily[disk] = churn.daily[number].map(|all| all * shares[disk]);
            profile[disk] = own.unwrap_or(0);
        }
    }
    for (disk, daily) in daily.iter_mut().enumerate() {
        *daily = daily.or_else(|| from_layers(&layers[disk]));
    }
    let mut ratios: Vec<f64> =
        (0..count).filter_map(|disk| Some(daily[disk]? / draft.scenario.disks[disk].size.max(1.0))).collect();
    let usual = median(&mut ratios).unwrap_or(priors::DAILY).min(priors::DAILY_MOST);
    let backed_up: Vec<bool> = {
        let mut is = vec![false; count];
        draft
            .scenario
            .units
            .iter()
            .flat_map(|unit| &unit.disks)
            .for_each(|disk| is[disk.disk as usize] = true);
        is
    };
    for disk in 0..count {
        let spec = &mut draft.scenario.disks[disk];
        let fill = spec.bases.first().map_or(FILL, |root| root.data / spec.size.max(1.0));
        // a root that is nearly full has no blocks left that were never written
        spec.growth = priors::GROWTH * ((1.0 - fill) / priors::ROOM_TO_GROW).clamp(0.0, 1.0);
        spec.growth_spread = priors::GROWTH_SPREAD;
        spec.daily = if spec.attached { daily[disk].unwrap_or(spec.size * usual) } else { 0.0 };
        if !backed_up[disk] {
            // the writes go to the same place over and over, and no snapshot keeps the old data
            spec.daily *= if spec.bases.is_empty() { spec.growth } else { priors::NOT_BACKED_UP };
        }
        spec.profile = profile[disk];
        if spec.leaf.is_nan() {
            let since = layers[disk].last().and_then(|(at, _)| *at);
            (spec.leaf, spec.leaf_spread) = match (spec.bases.is_empty(), since) {
                (true, _) => (spec.size * FILL, priors::FILL_SPREAD),
                (false, Some(at)) => (
                    spec.daily * expected_days(churn, clock, spec.profile, &profiles, at),
                    priors::LEAF_SPREAD,
                ),
                (false, None) => (spec.daily, priors::LEAF_SPREAD_UNKNOWN),
            };
        }
    }
    draft.scenario.calendar.profiles = profiles;
    shares
}

/// Returns each disk's part of its VM's writes if the SRs of some disks show their writes and others hide them: the
/// hidden ones wrote what the others did not, in proportion to their sizes. `None` if all are alike.
fn beside_hidden(all: f64, rates: &[Option<f64>], sizes: &[f64]) -> Option<Vec<f64>> {
    let known: f64 = rates.iter().flatten().sum();
    let hidden: f64 = rates.iter().zip(sizes).filter(|(rate, _)| rate.is_none()).map(|(_, size)| size).sum();
    if rates.iter().all(Option::is_none) || hidden <= 0.0 || all <= 0.0 {
        return None;
    }
    // days differ: the others may lately have written more than the mean of all
    let left = (1.0 - known / all).max(priors::HIDDEN_LEAST);
    let of_known = if known > 0.0 { (1.0 - left) / known } else { 0.0 };
    let share = |(rate, size): (&Option<f64>, &f64)| match rate {
        Some(rate) => rate * of_known,
        None => left * size / hidden,
    };
    Some(rates.iter().zip(sizes).map(share).collect())
}

/// Returns how many days' worth of mean weekday data were written from `from` (negative) until now.
fn expected_days(churn: &Churn, clock: Clock, profile: u32, profiles: &[[f64; 25]], from: f64) -> f64 {
    let share = |seconds: f64| share_by(&profiles[profile as usize], seconds);
    let first = ((from + clock.into_day) / DAY).floor() as i64;
    (first.max(-400)..=0)
        .map(|day| {
            let midnight = day as f64 * DAY - clock.into_day;
            let weekday = clock.weekday(day);
            (share(-midnight) - share(from - midnight)) * churn.weekdays[weekday]
        })
        .sum()
}

/// Returns the weight by which a disk shares its VM's writes: the bytes of its chain above the root.
fn weight(disk: &Disk, layers: &[(Option<f64>, f64)]) -> f64 {
    let changes: f64 = layers.iter().skip(1).map(|(_, data)| data).sum();
    let leaf = if disk.leaf.is_nan() || disk.bases.is_empty() { 0.0 } else { disk.leaf };
    changes + leaf
}

/// Returns the bytes per day that a chain of snapshots shows, or `None` if it covers less than half a day.
fn from_layers(layers: &[(Option<f64>, f64)]) -> Option<f64> {
    let first = layers.first()?.0?;
    let last = layers.last()?.0?;
    let days = (last - first) / DAY;
    (days >= priors::DAY_KNOWN).then(|| layers.iter().skip(1).map(|(_, data)| data).sum::<f64>() / days)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10 GiB a day in all: the writes seen of each disk, the sizes, the expected shares.
    #[test]
    fn hidden_disks_take_what_is_left() {
        let cases = [
            // 10 - 2 = 8, all of it on the hidden one
            (vec![Some(2.0), None], vec![50.0, 100.0], Some(vec![0.2, 0.8])),
            // 10 - 4 = 6, by size: 1 to 2
            (vec![Some(4.0), None, None], vec![50.0, 30.0, 60.0], Some(vec![0.4, 0.2, 0.4])),
            // more than all: a tenth is left for the hidden disk
            (vec![Some(15.0), None], vec![50.0, 100.0], Some(vec![0.9, 0.1])),
            (vec![Some(0.0), None], vec![50.0, 100.0], Some(vec![0.0, 1.0])),
            (vec![Some(2.0), Some(8.0)], vec![50.0, 100.0], None),
            (vec![None, None], vec![50.0, 100.0], None),
        ];
        for (rates, sizes, expected) in cases {
            let found = beside_hidden(10.0, &rates, &sizes);
            let round = |shares: Vec<f64>| {
                shares.iter().map(|share| (share * 1000.0).round() / 1000.0).collect::<Vec<_>>()
            };
            assert_eq!(found.map(round), expected, "{rates:?}");
        }
    }
}
