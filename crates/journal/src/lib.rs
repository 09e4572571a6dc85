//! Append-only pages of bytes that this crate cannot read.
//!
//! Ground floor: no cipher, nothing of the playbook. A page is sealed before it comes here.
#![deny(missing_docs)]

mod page;
mod port;

pub use self::{
    page::{Hash, Head, Id, Page},
    port::{Fault, Found, Journal, Wrapped},
};
