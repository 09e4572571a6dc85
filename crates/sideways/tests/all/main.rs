//! The program from outside, as a user runs it. One binary, so that it links once.
#![allow(clippy::unwrap_used, reason = "tests")]

mod answered;
mod asks;
mod cli;
mod escalate;
mod goods;
mod house;
mod hunt;
mod kept_plan;
mod key_doors;
mod kindness;
mod log;
mod manual;
mod map_calibrate;
mod map_corrected;
mod map_drawing;
mod map_example;
mod map_prose;
mod map_real_gantt;
mod map_real_goals;
mod map_real_people;
mod map_since;
mod map_tracker;
mod map_written;
mod merges;
mod pages;
mod peer;
mod requests;
mod run;
mod safety;
mod talk;
mod team;
mod week;
mod what_if;
mod year;
mod zones;
