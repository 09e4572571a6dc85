//! The year's work as a network, and what it foretells.
//!
//! Ground floor of the house: no files, no clock, no network, no environment.
//! [`facts`] are what readers found, each with its [`place`]; [`network`] resolves their names, with [`same`] for those
//! that the leader says are one person's; [`alike`] tells which look like it;
//! [`order`] makes the one list in which teams work; [`trial`] plays one year, [`batch`] sixteen at a time; [`forecast`]
//! plays many and adds them up; [`whatif`] changes a plan in one thing or several and tells whom that moves, by how much,
//! with [`turns`] for lanes that teams lend; [`packing`] chooses among many trades the disjoint ones that gain most;
//! [`calibrate`] learns from finished work how far estimates are off, and says how well that held;
//! [`crossing`] tells where a leader's work needs somebody else.
#![deny(missing_docs)]

pub mod activity;
pub mod alike;
pub mod batch;
pub mod calendar;
pub mod calibrate;
pub mod crossing;
pub mod cycle;
pub mod directory;
pub mod facts;
pub mod forecast;
pub mod hunt;
pub mod luck;
pub mod names;
pub mod network;
pub mod order;
pub mod packing;
pub mod place;
pub mod same;
pub mod spread;
pub mod timing;
pub mod trial;
pub mod turns;
pub mod whatif;
