//! What is measured, and the limits.

/// One thing that was measured with several tools.
pub struct Row {
    /// What was done, such as "FromStr, random names".
    pub what: &'static str,
    /// How many variants.
    pub size: usize,
    /// The unit of the costs.
    pub unit: &'static str,
    /// Each tool with its cost; ours first, strum's second.
    pub costs: Vec<(&'static str, f64)>,
    /// The largest ratio of our cost to strum's that we allow.
    pub limit: Option<f64>,
    /// The largest cost of ours that we allow.
    pub at_most: Option<f64>,
}

impl Row {
    /// Our cost in units of strum's.
    pub fn ratio(&self) -> f64 {
        self.costs[0].1 / self.costs[1].1
    }

    /// Whether the row is within its limits.
    pub fn holds(&self) -> bool {
        self.limit.is_none_or(|limit| self.ratio() <= limit)
            && self.at_most.is_none_or(|most| self.costs[0].1 <= most)
    }
}

/// The rows as a table.
pub fn print(rows: &[Row]) {
    println!("{:<34} {:>6} {:>9} {:>7}        costs", "", "size", "of strum", "limit");
    for row in rows {
        let limit = row.limit.map_or_else(|| "-".to_owned(), |limit| format!("{limit:.2}"));
        let verdict = match (row.limit.or(row.at_most), row.holds()) {
            (None, _) => "",
            (_, true) => "pass",
            (_, false) => "FAIL",
        };
        print!("{:<34} {:>6} {:>9.3} {limit:>7} {verdict:<5}", row.what, row.size, row.ratio());
        for (tool, cost) in &row.costs {
            print!(" {tool} {cost:.2}");
        }
        println!(" {}", row.unit);
    }
    let failed = rows.iter().filter(|row| !row.holds()).count();
    println!("{} rows, {failed} beyond their limit", rows.len());
}
