//! other_app
