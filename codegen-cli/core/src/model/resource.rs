//! Resources, and what their names look like.

use super::{Field, Message, Schema};

/// A type of resource and the patterns of its names (AIP-122, AIP-123).
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "tools", derive(serde::Serialize))]
pub struct Resource {
    /// Its type: `pubsub.googleapis.com/Topic`.
    pub kind: String,
    /// Patterns such as `projects/{project}/topics/{topic}`; `*` is any name.
    pub patterns: Vec<String>,
    /// The field of its message that holds the name.
    pub name_field: String,
}

/// What APIs name without declaring it, as in `google/cloud/common_resources.proto`.
const COMMON: [(&str, &str); 5] = [
    ("cloudbilling.googleapis.com/BillingAccount", "billingAccounts/{billing_account}"),
    ("cloudresourcemanager.googleapis.com/Folder", "folders/{folder}"),
    ("cloudresourcemanager.googleapis.com/Organization", "organizations/{organization}"),
    ("cloudresourcemanager.googleapis.com/Project", "projects/{project}"),
    ("locations.googleapis.com/Location", "projects/{project}/locations/{location}"),
];

impl Schema {
    /// The patterns of the names that a field of a message takes: those of the resource that it
    /// refers to, of the parents of one, or of its own message's. None where any text may be there.
    pub fn name_patterns(&self, message: &Message, field: &Field) -> Vec<String> {
        if !field.is_text() {
            return Vec::new();
        }
        let own = message.resource.as_ref().filter(|own| own.name_field == field.name);
        let patterns = match (&field.resource_reference, &field.child_reference, own) {
            (Some(kind), ..) => self.patterns(kind),
            (None, Some(child), _) => parents(&self.patterns(child)),
            (None, None, Some(own)) => own.patterns.clone(),
            (None, None, None) => Vec::new(),
        };
        // A name of anything looks like anything.
        if patterns.iter().any(|pattern| pattern == "*") { Vec::new() } else { patterns }
    }

    fn patterns(&self, kind: &str) -> Vec<String> {
        if let Some(declared) = self.resources.get(kind) {
            return declared.patterns.clone();
        }
        let common = COMMON.iter().filter(|(common, _)| *common == kind);
        common.map(|(_, pattern)| (*pattern).to_owned()).collect()
    }
}

/// The patterns of what is above: without the last identifier and the collection in front of it,
/// without the last word where that is a resource of which there is one.
fn parents(patterns: &[String]) -> Vec<String> {
    let mut parents: Vec<String> = Vec::new();
    for pattern in patterns {
        if pattern == "*" {
            return vec![pattern.clone()];
        }
        let parent = match pattern.rsplit_once('/') {
            Some((above, last)) if last.contains('{') => above.rsplit_once('/').map(|(a, _)| a),
            Some((above, _)) => Some(above),
            None => None,
        };
        match parent {
            Some(parent) if parents.iter().all(|other| other != parent) => {
                parents.push(parent.to_owned());
            }
            Some(_) => {}
            // Whoever is above the highest ones has no name.
            None if pattern.contains('{') => return Vec::new(),
            None => {}
        }
    }
    // A word between a collection and an older form of identifiers is no resource.
    let collection = |parent: &String| {
        let above = parent.rsplit_once('/').filter(|(_, last)| !last.contains('{'));
        above.is_some_and(|(above, _)| parents.iter().any(|other| other == above))
    };
    parents.iter().filter(|parent| !collection(parent)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::parents;

    #[test]
    fn what_is_above_is_known_by_what_is_below() {
        let parents = |patterns: &[&str]| {
            parents(&patterns.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(parents(&["projects/{project}/topics/{topic}"]), ["projects/{project}"]);
        assert_eq!(parents(&["users/{user}/profile"]), ["users/{user}"]);
        assert_eq!(parents(&["users/{user}/profile/blurbs/{blurb}"]), ["users/{user}/profile"]);
        let old = ["rooms/{room}/blurbs/legacy/{old}.{blurb}", "rooms/{room}/blurbs/{blurb}"];
        assert_eq!(parents(&old), ["rooms/{room}"]);
        // A constant has nothing above it; what is above the highest is any text.
        let topic = ["projects/{project}/topics/{topic}", "_deleted-topic_"];
        assert_eq!(parents(&topic), ["projects/{project}"]);
        assert!(parents(&["rooms/{room}"]).is_empty() && parents(&["{name=**}"]).is_empty());
        assert!(parents(&["rooms/{room}", "a/{a}/rooms/{room}"]).is_empty());
        assert_eq!(parents(&["*", "a/{a}/b/{b}"]), ["*"]);
    }
}
