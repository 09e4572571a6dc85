//! What is sealed opens as it was, and never otherwise.

mod given;

use desk::seal::{
    AccountKey, Broken, CannotSeal, Header, LARGEST, Plain, Sealer, open, open_blob, seal_blob,
};
use given::header;
use journal::{Page, Wrapped};
use proptest::prelude::*;

fn sealed(account: &AccountKey, plain: &[u8]) -> (Page, Wrapped) {
    Sealer::new(account).seal(&header(1, [9; 32]), plain).unwrap()
}

/// Bytes of any length up to 1 MiB, near the edges of the padding more often.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let length = prop_oneof![
        4 => 0..2_000_usize,
        3 => (8..20_u32, 0..16_usize).prop_map(|(power, off)| (1_usize << power) - 12 + off),
        1 => 0..=1_usize << 20,
    ];
    (length, any::<u64>()).prop_map(|(length, seed)| {
        let mut out = vec![0; length];
        blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut out);
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn sealed_then_opened_is_what_was_written(plain in bytes()) {
        let account = AccountKey::fresh().unwrap();
        let (page, wrapped) = sealed(&account, &plain);
        prop_assert_eq!(&open(&account, &page, &wrapped).unwrap()[..], &plain[..]);
    }

    #[test]
    fn lengths_tell_only_a_power_of_two(plain in bytes()) {
        let (page, wrapped) = sealed(&AccountKey::fresh().unwrap(), &plain);
        prop_assert!(page.padded.is_power_of_two() && page.padded >= 256);
        prop_assert_eq!(page.body.len(), page.padded as usize + 16);
        prop_assert!(page.padded as usize >= plain.len() + 4);
        prop_assert!(page.padded == 256 || (page.padded as usize) < 2 * (plain.len() + 4));
        prop_assert_eq!(wrapped.len(), 61);
    }
}
