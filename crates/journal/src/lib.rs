//! Append-only pages of bytes that this crate cannot read.
//!
//! Ground floor: no cipher, nothing of the playbook. A page is sealed before it comes here.
#![deny(missing_docs)]

pub mod chain;
pub mod contract;
mod lanes;
mod memory;
mod page;
mod port;
mod sqlite;

pub use self::{
    chain::{Fact, Flaw, verify},
    memory::Memory,
    page::{ASSOCIATED, Hash, Head, Id, Page, VERSION},
    port::{Fault, Found, Journal, Wrapped},
    sqlite::{FORMAT, Sqlite, Synchronous},
};
