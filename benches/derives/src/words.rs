//! Names of variants, as people would choose them: the same ones in every run.

const ADJECTIVES: &str = "\
    Active Amber Ancient Arctic Atomic Basic Binary Bold Bright Broken Calm Central Clean \
    Clear Cold Common Compact Complex Cubic Custom Dark Deep Dense Digital Direct Double \
    Dry Dual Dynamic Early Easy Elastic Empty Equal Exact External Fast Fatal Final Fine \
    First Fixed Flat Foreign Formal Free Fresh Full Fuzzy General Global Gold Grand Gray \
    Great Green Hard Heavy Hidden High Hollow Hot Hybrid Idle Inner Internal Invalid Joint \
    Large Last Late Lazy Legal Light Linear Liquid Local Long Loose Lost Low Lucky Main \
    Major Manual Mean Minor Missing Mixed Mobile Modern Narrow Native Neutral New Noisy \
    Normal Null Odd Old Open Outer Partial Pending Plain Prime Private Public Pure Quick \
    Quiet Random Rapid Rare Raw Red Remote Rich Rough Round Safe Secure Shared Sharp Short \
    Silent Simple Single Slow Small Smart Smooth Soft Solid Stable Static Strong Sudden \
    Thick Thin Tiny Total Tough True Twin Unique Upper Urgent Valid Vast Warm Weak White \
    Wide Wild Young Zero";

const NOUNS: &str = "\
    Access Account Action Agent Alarm Angle Array Asset Atom Audio Axis Batch Beam Block \
    Board Bond Branch Bridge Buffer Bundle Byte Cable Cache Canvas Card Cell Chain Channel \
    Chart Check Circle Class Client Clock Cloud Code Column Config Copy Core Cost Count \
    Course Curve Cycle Data Date Delay Depth Device Disk Domain Drive Edge Engine Entry \
    Error Event Factor Field File Filter Flag Flow Folder Format Frame Gate Graph Grid \
    Group Handle Header Heap Host Image Index Input Item Job Key Label Layer Lease Level \
    Limit Line Link List Lock Log Loop Map Mask Matrix Member Memory Merge Method Metric \
    Mode Model Module Mount Name Node Number Object Offset Option Order Origin Output \
    Owner Packet Page Pair Panel Parser Patch Path Phase Pipe Pixel Plan Point Pool Port \
    Power Price Proxy Query Queue Range Rate Ratio Reader Record Region Report Role Root \
    Route Row Rule Sample Scale Scene Schema Scope Score Screen Sector Server Session \
    Shape Shard Signal Slot Source Space Span Speed Stack Stage State Status Step Storage \
    Stream String Style Table Task Team Text Theme Thread Ticket Time Token Tool Trace \
    Track Tree Trigger Tuple Type Unit Update User Value Vector Version View Volume Weight \
    Window Word Worker Writer Zone";

/// The first `count` of an endless list of different names.
pub fn names(count: usize) -> Vec<String> {
    let adjectives: Vec<&str> = ADJECTIVES.split(' ').collect();
    let nouns: Vec<&str> = NOUNS.split(' ').collect();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut names = Vec::with_capacity(count);
    let mut seen = std::collections::HashSet::new();
    while names.len() < count {
        let (adjective, noun) = (random.choice(&adjectives), random.choice(&nouns));
        let name = match random.below(20) {
            0..3 => noun.to_owned(),
            3..15 => format!("{adjective}{noun}"),
            _ => format!("{adjective}{noun}{}", random.choice(&nouns)),
        };
        if name != "String" && seen.insert(name.to_lowercase()) {
            names.push(name);
        }
    }
    names
}

/// Marsaglia's xorshift, for names and inputs that are the same in every run.
pub struct Random(pub u64);

impl Random {
    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    fn choice<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among[self.below(among.len())]
    }
}
