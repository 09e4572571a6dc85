//! Where a leader works: one sealed notebook, opened and acted on.
//!
//! Floor 2, on `playbook` and `journal`.
#![deny(missing_docs)]
