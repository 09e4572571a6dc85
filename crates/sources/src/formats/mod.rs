//! How files are built. Each gives its parts with their places and knows nothing of what they mean.

pub mod csv;
pub mod markdown;
pub mod mermaid;
pub mod passages;
pub mod sentences;
pub mod tree;
