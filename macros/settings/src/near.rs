//! Did you mean …?

/// The candidate nearest to a mistyped word, whatever its case: at most one edit and one more for
/// every four characters of it, of which something must be left. Swapping two neighbours is one edit.
pub(crate) fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    among
        .into_iter()
        .filter_map(|candidate| {
            let size = candidate.chars().count();
            let reach = 1 + size / 4;
            // Each edit changes the length by one at most, so most candidates need no table.
            if size.abs_diff(length) > reach {
                return None;
            }
            let distance = strsim::osa_distance(&word, &candidate.to_lowercase());
            (distance <= reach && distance < size).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
