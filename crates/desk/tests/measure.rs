//! What sealing and opening cost. By hand, in release:
//! `cargo nextest run -p desk --release --run-ignored only --no-capture measure`.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

mod given;

use cpu_time::ProcessTime;
use desk::{
    keys::{self, Cost, Hold, Passphrase},
    seal::{AccountKey, Plain, Sealer, open_blob, seal_blob},
};
use given::{Memory, NOTEBOOK, header, places};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    rand::{SecureRandom, SystemRandom},
};

fn nanoseconds_each(times: usize, of: impl FnOnce()) -> u128 {
    let start = ProcessTime::now();
    of();
    start.elapsed().as_nanos() / times as u128
}

/// What the cipher alone takes, in the same run: twice a key made ready and a text opened, and one call for random bytes.
fn raw(times: usize) {
    let key = || LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[5; 32]).unwrap());
    let nonce = || Nonce::assume_unique_for_key([0; 12]);
    let (mut body, mut wrapped) = (vec![7; 256], vec![7; 32]);
    for text in [&mut body, &mut wrapped] {
        key().seal_in_place_append_tag(nonce(), Aad::from([1; 118]), text).unwrap();
    }
    let account = key();
    let opened = nanoseconds_each(times, || {
        for _ in 0..times {
            for (key, text) in [(&account, &wrapped), (&key(), &body)] {
                let mut buffer = [0; 272];
                let buffer = &mut buffer[..text.len()];
                buffer.copy_from_slice(text);
                assert!(key.open_in_place(nonce(), Aad::from([1; 118]), buffer).is_ok());
            }
        }
    });
    let drawn = nanoseconds_each(times, || {
        for _ in 0..times {
            SystemRandom::new().fill(&mut [0; 72]).unwrap();
        }
    });
    println!("the cipher alone, 200 B: unwrap and open {opened} ns; 72 random bytes {drawn} ns");
}

#[test]
#[ignore = "measures, and wants a release build"]
fn measure() {
    let account = AccountKey::fresh().unwrap();
    let sealer = Sealer::new(&account);
    let times = 100_000;
    for length in [64, 200, 1_024] {
        let plain = vec![7; length];
        let mut sealed = Vec::with_capacity(times);
        let seal = nanoseconds_each(times, || {
            for index in 1..=times as u64 {
                sealed.push(sealer.seal(&header(index, [0; 32]), &plain).unwrap());
            }
        });
        let mut buffer = Plain::default();
        let opened = nanoseconds_each(times, || {
            for (page, wrapped) in &sealed {
                assert_eq!(sealer.open_into(page, wrapped, &mut buffer).unwrap().len(), length);
            }
        });
        let new = Sealer::new(&AccountKey::fresh().unwrap());
        let rewrapped = nanoseconds_each(times, || {
            for (page, wrapped) in &sealed {
                assert_eq!(new.rewrap(&sealer, page, wrapped).unwrap().len(), 61);
            }
        });
        println!("{length} B: seal {seal} ns, unwrap and open {opened} ns, rewrap {rewrapped} ns");
    }
    raw(times);
    let plan = vec![7; 64 << 20];
    let (key, blob) = seal_blob(&plan).unwrap();
    let seal = nanoseconds_each(64, || drop(seal_blob(&plan).unwrap()));
    let opened = nanoseconds_each(64, || drop(open_blob(&key, &blob.name, &blob.bytes).unwrap()));
    println!("kept plan: seal {} us a MiB, open {} us a MiB", seal / 1_000, opened / 1_000);
    let (_folder, places) = places();
    let words = Passphrase::new("four words of mine");
    let stretched = nanoseconds_each(1, || {
        let hold = Hold::Passphrase(&words, Cost::USUAL);
        keys::begin(&places, &mut Memory::default(), &NOTEBOOK, &hold).unwrap();
    });
    println!("passphrase: {} ms", stretched / 1_000_000);
}
