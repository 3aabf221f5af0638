//! placeholder until storage::Rules lands

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Kind { #[default] File, Lvm, LvmThin, Linstor, None }

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rules { pub kind: Kind }

const MIB: f64 = 1048576.0;
fn ru4(x: f64) -> f64 { (x / (4.0*MIB)).ceil() * 4.0 * MIB }
fn lv(d: f64) -> f64 { ru4(d + 4_329_472.0 + (d / (2.0*MIB)).ceil() * 4096.0) }
fn ovh(v: f64) -> f64 { (3072.0 + (v/MIB/2.0)*4.0 + v/MIB/16.0 + 4096.0).max(8192.0) }

impl Rules {
    pub fn limit(self) -> Option<u32> { if self.kind == Kind::None { None } else { Some(30) } }
    pub fn snapshot_guard(self, size: f64, leaf: f64, _attached: bool) -> f64 {
        match self.kind { Kind::Lvm | Kind::LvmThin => lv(leaf) + 16.0*MIB, Kind::File => 2.0*ovh(size), _ => 0.0 }
    }
    pub fn snapshot_keeps(self, size: f64, leaf: f64, _attached: bool) -> f64 {
        match self.kind { Kind::Lvm | Kind::LvmThin => if leaf <= 0.0 { 8.0*MIB } else { lv(leaf) + 8.0*MIB }, Kind::File => 2.0*ovh(size), _ => 0.0 }
    }
    pub fn snapshot_returns(self, size: f64) -> f64 {
        match self.kind { Kind::Lvm | Kind::LvmThin => 8.0*MIB, Kind::File => ovh(size), _ => 0.0 }
    }
    pub fn skips_empty_leaves(self) -> bool { true }
    pub fn leaf_room(self, bytes: f64) -> f64 { match self.kind { Kind::Lvm | Kind::None => 0.0, _ => bytes } }
    pub fn merge_need(self, grows: f64) -> f64 { match self.kind { Kind::Lvm | Kind::LvmThin => ru4(grows) + 8.0*MIB, _ => grows } }
    pub fn merge_frees(self, size: f64, child: f64) -> f64 { match self.kind { Kind::Lvm | Kind::LvmThin => lv(child), _ => child + ovh(size) } }
    pub fn merge_keeps(self, grows: f64) -> f64 { match self.kind { Kind::Lvm | Kind::LvmThin => ru4(grows), _ => grows } }
    pub fn leaf_merge_limit(self, speed: f64) -> f64 { (5.0 * speed).max(20.0*MIB) }
    pub fn leaf_merge_frees(self, size: f64, parent: f64, leaf: f64, grows: f64) -> f64 { match self.kind { Kind::Lvm | Kind::LvmThin => lv(parent), _ => leaf - grows + ovh(size) } }
    pub fn grows_as_written(self) -> bool { !matches!(self.kind, Kind::Lvm | Kind::None) }
}
