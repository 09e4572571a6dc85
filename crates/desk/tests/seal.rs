//! What is sealed opens as it was, and never otherwise.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

mod given;

use std::collections::BTreeSet;

use desk::seal::{
    AccountKey, Broken, CannotSeal, Header, LARGEST, Plain, Sealer, open, open_blob, seal_blob,
};
use given::header;
use journal::{Page, Wrapped};
use proptest::prelude::*;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

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

/// How many bytes of a page and its wrapped key can be changed: fields, nonce, body, wrapped key.
fn places_of(page: &Page, wrapped: &Wrapped) -> usize {
    117 + 12 + page.body.len() + wrapped.len()
}

/// One byte of it changed: `flip` is not zero.
fn changed((page, wrapped): &(Page, Wrapped), at: usize, flip: u8) -> (Page, Wrapped) {
    let (mut page, mut wrapped) = (page.clone(), wrapped.clone());
    let whole = |bytes: &mut [u8], at: usize| bytes[at] ^= flip;
    let (mut index, mut time, mut padded) =
        (page.index.to_le_bytes(), page.time.to_le_bytes(), page.padded.to_le_bytes());
    match at {
        0..16 => whole(&mut page.stream, at),
        16..32 => whole(&mut page.device, at - 16),
        32..40 => whole(&mut index, at - 32),
        40..72 => whole(&mut page.previous, at - 40),
        72 => page.kind ^= flip,
        73..89 => whole(&mut page.key, at - 73),
        89..105 => whole(&mut page.request, at - 89),
        105..113 => whole(&mut time, at - 105),
        113..117 => whole(&mut padded, at - 113),
        117..129 => whole(&mut page.nonce, at - 117),
        _ if at - 129 < page.body.len() => whole(&mut page.body, at - 129),
        _ => whole(&mut wrapped, at - 129 - page.body.len()),
    }
    page.index = u64::from_le_bytes(index);
    page.time = i64::from_le_bytes(time);
    page.padded = u32::from_le_bytes(padded);
    (page, wrapped)
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

    #[test]
    fn s7_one_changed_byte_never_opens_however_long_the_entry(plain in bytes(), at: usize, flip in 1..=255_u8) {
        let account = AccountKey::fresh().unwrap();
        let whole = sealed(&account, &plain);
        let (page, wrapped) = changed(&whole, at % places_of(&whole.0, &whole.1), flip);
        prop_assert!(open(&account, &page, &wrapped).is_err());
    }

    #[test]
    fn bytes_from_nowhere_are_an_error_and_never_a_crash(
        body in prop::collection::vec(any::<u8>(), 0..600),
        wrapped in prop::collection::vec(any::<u8>(), 0..80),
        padded: u32,
        index: u64,
    ) {
        let (mut page, _) = sealed(&AccountKey::fresh().unwrap(), b"");
        (page.body, page.padded, page.index) = (body, padded, index);
        let broken = open(&AccountKey::fresh().unwrap(), &page, &wrapped).unwrap_err();
        prop_assert_eq!(broken.index(), Some(index));
        let named = format!("entry {index} ");
        prop_assert!(broken.fact().contains(&named));
    }

    #[test]
    fn a_kept_plan_opens_as_it_was_and_one_changed_byte_never(plain in bytes(), at: usize, flip in 1..=255_u8) {
        let (key, blob) = seal_blob(&plain).unwrap();
        prop_assert_eq!(&open_blob(&key, &blob.name, &blob.bytes).unwrap()[..], &plain[..]);
        let mut bytes = blob.bytes.clone();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        prop_assert!(open_blob(&key, &blob.name, &bytes).is_err());
        // Nor under the name that fits the changed bytes.
        prop_assert!(open_blob(&key, blake3::hash(&bytes).as_bytes(), &bytes).is_err());
        prop_assert!(open_blob(&key, blake3::hash(&bytes[..at]).as_bytes(), &bytes[..at]).is_err());
    }

    #[test]
    fn the_size_of_a_kept_plan_tells_one_of_eight_steps_to_a_doubling(length in 0..3_000_000_usize) {
        let (_, blob) = seal_blob(&vec![1; length]).unwrap();
        let padded = blob.bytes.len() - 16 - 12 - 16;
        let step = (padded.next_power_of_two() / 16).max(256);
        prop_assert_eq!(padded % step, 0);
        prop_assert!(padded >= length + 8);
        prop_assert!(padded <= 4096 || padded <= (length + 8) * 9 / 8);
    }
}

type Seal<'a> = &'a dyn Fn(&Header, &[u8]) -> (Page, Wrapped);

/// What seals and opens: ours, or one with a fault that was planted. The laws below must tell them apart.
struct House<'a> {
    seal: Seal<'a>,
    opens: &'a dyn Fn(&Page, &[u8]) -> bool,
}

fn ours<T>(law: impl Fn(&House<'_>) -> T) -> T {
    let account = AccountKey::fresh().unwrap();
    let sealer = Sealer::new(&account);
    law(&House {
        seal: &|header, plain| sealer.seal(header, plain).unwrap(),
        opens: &|page, wrapped| open(&account, page, wrapped).is_ok(),
    })
}

/// The first byte whose change is not noticed.
fn unnoticed(house: &House<'_>) -> Option<usize> {
    let whole = (house.seal)(&header(4, [1; 32]), b"Mira needs an answer before the freeze");
    assert!((house.opens)(&whole.0, &whole.1));
    (0..places_of(&whole.0, &whole.1)).find(|at| {
        let (page, wrapped) = changed(&whole, *at, 1 << (at % 8));
        (house.opens)(&page, &wrapped)
    })
}

/// Whether what one page hides can be had from another: the same key stream, or a number used twice.
fn repeats(house: &House<'_>) -> Option<&'static str> {
    let many: Vec<_> =
        (1..=64).map(|index| (house.seal)(&header(index, [0; 32]), b"the same words")).collect();
    let distinct =
        |of: &dyn Fn(&(Page, Wrapped)) -> Vec<u8>| many.iter().map(of).collect::<BTreeSet<_>>().len();
    let all = [
        // The padding is zeroes, so that its sealed bytes are the key stream itself.
        ("the key stream", distinct(&|(page, _)| page.body[32..256].to_vec())),
        ("the nonce", distinct(&|(page, _)| page.nonce.to_vec())),
        ("the name of the key", distinct(&|(page, _)| page.key.to_vec())),
        ("the nonce of a wrapped key", distinct(&|(_, wrapped)| wrapped[1..13].to_vec())),
    ];
    all.into_iter().find(|(_, number)| *number != many.len()).map(|(what, _)| what)
}

/// Whether the wrapped key of one page opens another: by itself, or where the two were sealed under one key.
fn strays(house: &House<'_>) -> bool {
    let first = (house.seal)(&header(1, [0; 32]), b"one");
    let second = (house.seal)(&header(2, [0; 32]), b"two");
    (house.opens)(&first.0, &second.1) || (house.opens)(&second.0, &first.1)
}

#[test]
fn s7_one_changed_byte_anywhere_never_opens() {
    assert_eq!(ours(unnoticed), None);
}

#[test]
fn nothing_that_hides_an_entry_is_used_twice() {
    assert_eq!(ours(repeats), None);
}

#[test]
fn s7_the_key_of_one_entry_opens_no_other() {
    assert!(!ours(strays));
}

/// What a planted sealer forgets.
#[derive(Clone, Copy, PartialEq)]
enum Plant {
    Nothing,
    AssociatedData,
    BoundKeys,
    FreshKeys,
    FreshNonces,
    FreshWrapping,
}

fn cipher(key: [u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).unwrap())
}

/// A small sealer like ours, with a fault.
fn planted<T>(plant: Plant, law: impl Fn(&House<'_>) -> T) -> T {
    let forgets = |what| plant == what;
    let drawn = |header: &Header, what: u8| {
        // Keys that are not bound are seen to stray only where all pages have one.
        let one_key = forgets(Plant::FreshKeys) || forgets(Plant::BoundKeys);
        let index =
            if one_key && what < 2 || forgets(Plant::FreshNonces) && what == 2 { 0 } else { header.index };
        let index = if forgets(Plant::FreshWrapping) && what == 3 { 0 } else { index };
        *blake3::hash(&[&index.to_le_bytes()[..], &[what]].concat()).as_bytes()
    };
    let body_bound =
        |page: &Page| if forgets(Plant::AssociatedData) { vec![] } else { page.associated().to_vec() };
    let key_bound = |page: &Page| {
        let bound = [&page.stream[..], &page.device, &page.index.to_le_bytes(), &page.key].concat();
        if forgets(Plant::BoundKeys) { vec![] } else { bound }
    };
    let nonce = |bytes: &[u8]| Nonce::try_assume_unique_for_key(bytes).unwrap();
    let account = || cipher([5; 32]);
    let seal = |header: &Header, plain: &[u8]| {
        let key = drawn(header, 0);
        let (mut page, _) = sealed(&AccountKey::fresh().unwrap(), b"");
        (page.index, page.previous, page.request) = (header.index, header.previous, header.request);
        page.key.copy_from_slice(&drawn(header, 1)[..16]);
        page.nonce.copy_from_slice(&drawn(header, 2)[..12]);
        page.body = [&(plain.len() as u32).to_le_bytes()[..], plain].concat();
        page.body.resize(256, 0);
        let bound = body_bound(&page);
        cipher(key).seal_in_place_append_tag(nonce(&page.nonce), Aad::from(bound), &mut page.body).unwrap();
        let wrapping = drawn(header, 3);
        let mut text = key.to_vec();
        account()
            .seal_in_place_append_tag(nonce(&wrapping[..12]), Aad::from(key_bound(&page)), &mut text)
            .unwrap();
        let wrapped = [&[1], &wrapping[..12], &text].concat();
        (page, wrapped)
    };
    let opens = |page: &Page, wrapped: &[u8]| {
        let mut text = wrapped[13..].to_vec();
        let key = account().open_in_place(nonce(&wrapped[1..13]), Aad::from(key_bound(page)), &mut text);
        let Ok(Ok(key)) = key.map(|key| <[u8; 32]>::try_from(&*key)) else { return false };
        let mut body = page.body.clone();
        wrapped[0] == 1
            && cipher(key).open_in_place(nonce(&page.nonce), Aad::from(body_bound(page)), &mut body).is_ok()
    };
    law(&House { seal: &seal, opens: &opens })
}

#[test]
fn planted_faults_of_sealing_are_found() {
    assert_eq!(planted(Plant::Nothing, unnoticed), None);
    assert_eq!(planted(Plant::Nothing, repeats), None);
    assert!(!planted(Plant::Nothing, strays));
    assert_eq!(planted(Plant::AssociatedData, unnoticed), Some(40));
    assert!(
        planted(Plant::FreshKeys, |house| !strays(house)),
        "bound keys stay at home even where all are one"
    );
    assert!(planted(Plant::BoundKeys, strays));
    assert_eq!(planted(Plant::FreshKeys, repeats), Some("the name of the key"));
    assert_eq!(planted(Plant::FreshNonces, repeats), Some("the nonce"));
    assert_eq!(planted(Plant::FreshWrapping, repeats), Some("the nonce of a wrapped key"));
}

#[test]
fn a_wrapped_key_is_bound_by_itself_and_not_only_by_the_body() {
    let account = AccountKey::fresh().unwrap();
    let whole = sealed(&account, b"one");
    // A key that unwraps where it should not would leave the body to refuse; so the error says which lock held.
    for at in (0..40).chain(73..89) {
        let (page, wrapped) = changed(&whole, at, 1);
        let broken = open(&account, &page, &wrapped).unwrap_err();
        assert_eq!(broken, Broken::Key { index: page.index }, "byte {at}");
    }
    for at in (40..73).chain(89..113).chain(117..129) {
        let (page, wrapped) = changed(&whole, at, 1);
        assert_eq!(open(&account, &page, &wrapped).unwrap_err(), Broken::Body { index: 1 }, "byte {at}");
    }
}

#[test]
fn another_account_key_opens_nothing() {
    let (page, wrapped) = sealed(&AccountKey::fresh().unwrap(), b"one");
    let other = AccountKey::fresh().unwrap();
    assert_eq!(open(&other, &page, &wrapped).unwrap_err(), Broken::Key { index: 1 });
}

#[test]
fn one_buffer_serves_long_and_short_entries_in_turn() {
    let account = AccountKey::fresh().unwrap();
    let sealer = Sealer::new(&account);
    let mut buffer = Plain::default();
    for length in [10, 5_000, 0, 300, 70_000, 1] {
        let plain = vec![length as u8; length];
        let (page, wrapped) = sealed(&account, &plain);
        assert_eq!(sealer.open_into(&page, &wrapped, &mut buffer).unwrap(), plain);
    }
}

#[test]
fn an_entry_that_is_too_long_is_refused_and_the_longest_is_not() {
    let account = AccountKey::fresh().unwrap();
    let plain = vec![1; LARGEST + 1];
    let sealer = Sealer::new(&account);
    let refused = sealer.seal(&header(1, [0; 32]), &plain).unwrap_err();
    assert_eq!(refused, CannotSeal::TooLong { bytes: LARGEST + 1 });
    assert_eq!(refused.hint(), "split it into several entries");
    let (page, wrapped) = sealer.seal(&header(1, [0; 32]), &plain[1..]).unwrap();
    assert_eq!(page.padded, 16 << 20);
    assert_eq!(open(&account, &page, &wrapped).unwrap().len(), LARGEST);
}

#[test]
fn a_rewrapped_key_opens_under_the_new_account_key_alone() {
    let (old, new) = (AccountKey::fresh().unwrap(), AccountKey::fresh().unwrap());
    let (page, wrapped) = sealed(&old, b"one");
    let again = Sealer::new(&new).rewrap(&Sealer::new(&old), &page, &wrapped).unwrap();
    assert_eq!(&open(&new, &page, &again).unwrap()[..], b"one");
    assert!(open(&old, &page, &again).is_err());
    assert!(Sealer::new(&new).rewrap(&Sealer::new(&old), &page, &again).is_err());
}

#[test]
fn a_plan_kept_twice_has_two_names_and_neither_tells_what_is_in_it() {
    let plain = b"the same plan";
    let ((one, first), (_, second)) = (seal_blob(plain).unwrap(), seal_blob(plain).unwrap());
    assert_ne!(first.name, second.name);
    assert_ne!(&first.name, blake3::hash(plain).as_bytes());
    assert_eq!(open_blob(&one, &second.name, &second.bytes).err(), Some(Broken::Blob));
    assert_eq!(open_blob(&one, &second.name, &first.bytes).err(), Some(Broken::Blob));
}
