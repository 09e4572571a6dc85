//! BLAKE3 of many rows at once, in the lanes of the processor.
//!
//! One short row after the other leaves all lanes but one idle: BLAKE3 fills them with the chunks of one long input only. Rows
//! of one length can share them, since each is one chunk; what the lanes can't take is hashed alone.

use blake3::{
    BLOCK_LEN, CHUNK_LEN, IncrementCounter, OUT_LEN,
    platform::{MAX_SIMD_DEGREE, Platform, le_bytes_from_words_32, words_from_le_bytes_32},
};

use crate::page::Hash;

/// Rows that are worth being hashed at once: as many as there are lanes in the widest processor.
pub(crate) const LANES: usize = if MAX_SIMD_DEGREE > 8 { MAX_SIMD_DEGREE } else { 8 };

/// The chaining value that every hash without a key begins with: the first words of SHA-256's.
const BEGIN: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

// The flags of a block, by its place (BLAKE3, table 3).
const CHUNK_START: u8 = 1;
const CHUNK_END: u8 = 1 << 1;
const ROOT: u8 = 1 << 3;

/// The hash of each row, in their order.
pub(crate) fn hash_each(rows: &[&[u8]]) -> Vec<Hash> {
    let mut hashes = Vec::with_capacity(rows.len());
    for alike in rows.chunk_by(|row, next| row.len() == next.len()) {
        for some in alike.chunks(LANES) {
            // The lengths of pages whose bodies have 256 and 512 bytes: nearly all.
            match before_last(some[0].len()) {
                _ if some.len() == 1 => hashes.push(alone(some[0])),
                384 => together::<384>(some, &mut hashes),
                640 => together::<640>(some, &mut hashes),
                _ => hashes.extend(some.iter().map(|row| alone(row))),
            }
        }
    }
    hashes
}

fn alone(row: &[u8]) -> Hash {
    *blake3::hash(row).as_bytes()
}

/// Bytes of the blocks before the last one of a row that is one chunk; 0 where it is longer, or has one block.
fn before_last(bytes: usize) -> usize {
    if bytes > CHUNK_LEN { 0 } else { bytes.saturating_sub(1) / BLOCK_LEN * BLOCK_LEN }
}

/// Hashes rows of one length, of one chunk each, whose blocks before the last have `N` bytes.
fn together<const N: usize>(rows: &[&[u8]], hashes: &mut Vec<Hash>) {
    let platform = Platform::detect();
    let mut begun = [0; LANES * OUT_LEN];
    let whole: Vec<&[u8; N]> = rows.iter().filter_map(|row| row.first_chunk()).collect();
    platform.hash_many(&whole, &BEGIN, 0, IncrementCounter::No, 0, CHUNK_START, 0, &mut begun);
    for (row, begun) in rows.iter().zip(begun.as_chunks().0) {
        let (mut block, rest) = ([0; BLOCK_LEN], &row[N..]);
        block[..rest.len()].copy_from_slice(rest);
        let mut chaining = words_from_le_bytes_32(begun);
        platform.compress_in_place(&mut chaining, &block, rest.len() as u8, 0, CHUNK_END | ROOT);
        hashes.push(le_bytes_from_words_32(&chaining));
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn held_against_one_after_the_other(rows: &[Vec<u8>]) {
        let rows: Vec<&[u8]> = rows.iter().map(Vec::as_slice).collect();
        assert_eq!(hash_each(&rows), rows.iter().map(|row| alone(row)).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn rows_hashed_together_have_the_hashes_that_they_have_alone(
            lengths in vec(prop_oneof![Just(402_usize), Just(658), Just(1170), 1..1300_usize], 0..40),
            seed in any::<u8>(),
        ) {
            let row = |(at, length): (usize, &usize)| (0..*length).map(|byte| (byte * 31 + at * 7) as u8 ^ seed).collect();
            held_against_one_after_the_other(&lengths.iter().enumerate().map(row).collect::<Vec<Vec<u8>>>());
        }
    }

    #[test]
    fn any_length_in_any_number_of_lanes() {
        for length in 1..=1100 {
            held_against_one_after_the_other(&vec![vec![length as u8; length]; 3]);
        }
        for rows in 0..=2 * LANES + 1 {
            for length in [385, 402, 448, 641, 658, 704] {
                held_against_one_after_the_other(
                    &(0..rows).map(|row| vec![row as u8; length]).collect::<Vec<_>>(),
                );
            }
        }
    }
}
