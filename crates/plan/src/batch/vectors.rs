//! What the hot loop does to sixteen numbers at a time, where compilers don't find the vector instructions by themselves.
//! No closures: what is not inlined loses its instructions.
//!
//! The bits are those of the plain loops in [`spread`](crate::spread) and [`luck`](crate::luck), which serve where there
//! are no such instructions.

use pulp::{Scalar, Simd, bytemuck};
#[cfg(target_arch = "x86_64")]
use pulp::{
    cast, u32x8, u64x8,
    x86::{V3, V4},
};

use super::WIDTH;
use crate::{
    calendar::Ticks,
    luck::{Luck, MIXERS},
    spread::{LONGEST, Triangle, times},
};

/// Vector instructions, and luck with them.
pub(super) trait Vectors: Simd {
    /// The bits of luck at these places.
    #[inline(always)]
    fn bits(self, luck: Luck, places: &[u64; WIDTH]) -> [u32; WIDTH] {
        let mut bits = [0; WIDTH];
        for at in 0..WIDTH {
            bits[at] = luck.bits_at(places[at]);
        }
        bits
    }
}

impl Vectors for Scalar {}

#[cfg(target_arch = "x86_64")]
impl Vectors for V3 {}

#[cfg(target_arch = "x86_64")]
impl Vectors for V4 {
    #[inline(always)]
    fn bits(self, luck: Luck, places: &[u64; WIDTH]) -> [u32; WIDTH] {
        cast!([eight(self, luck, &places[..WIDTH / 2]), eight(self, luck, &places[WIDTH / 2..])])
    }
}

/// The bits of luck at eight places.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn eight(simd: V4, luck: Luck, places: &[u64]) -> u32x8 {
    let places = *bytemuck::from_bytes(bytemuck::cast_slice(places));
    let state = simd.wrapping_add_u64x8(simd.splat_u64x8(luck.key()), places);
    let state = times_u64x8(simd, simd.xor_u64x8(state, simd.shr_const_u64x8::<30>(state)), MIXERS[0]);
    let state = times_u64x8(simd, simd.xor_u64x8(state, simd.shr_const_u64x8::<27>(state)), MIXERS[1]);
    let state = simd.xor_u64x8(state, simd.shr_const_u64x8::<31>(state));
    simd.convert_u64x8_to_u32x8(simd.shr_const_u64x8::<32>(state))
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn times_u64x8(simd: V4, numbers: u64x8, by: u64) -> u64x8 {
    cast!(simd.avx512dq._mm512_mullo_epi64(cast!(numbers), cast!(simd.splat_u64x8(by))))
}

/// The lengths that luck brings of a triangular distribution.
#[inline(always)]
pub(super) fn triangular<S: Simd>(
    simd: S,
    triangle: &Triangle,
    bits: &[u32; WIDTH],
    lengths: &mut [Ticks; WIDTH],
) {
    if S::IS_SCALAR {
        return triangle.lengths(bits, lengths);
    }
    let Triangle { least, mode, most, turn, below, above } = *triangle;
    let (least, mode, most) = (simd.splat_f32s(least), simd.splat_f32s(mode), simd.splat_f32s(most));
    let (turn, below, above) = (simd.splat_f32s(turn), simd.splat_f32s(below), simd.splat_f32s(above));
    let (shift, one) = (simd.splat_u32s(9), simd.splat_u32s(1.0f32.to_bits()));
    // 23 bits behind a leading one are a number from 1 to 2; the middle of its step, less 1, is the share.
    let to_share = simd.splat_f32s(1.0 - f32::EPSILON / 2.0);
    let (whole, whole_bits) = (simd.splat_f32s(Triangle::WHOLE), simd.splat_u32s(0x007f_ffff));
    let bits: &[S::u32s] = bytemuck::cast_slice(bits);
    let lengths: &mut [S::u32s] = bytemuck::cast_slice_mut(lengths);
    for (bits, length) in bits.iter().zip(lengths) {
        let number = simd.or_u32s(simd.wrapping_dyn_shr_u32s(*bits, shift), one);
        let share = simd.sub_f32s(simd.transmute_f32s_u32s(number), to_share);
        let is_below = simd.less_than_f32s(share, turn);
        let rest = simd.sub_f32s(simd.splat_f32s(1.0), share);
        let square = simd.select_f32s(is_below, simd.mul_f32s(share, below), simd.mul_f32s(rest, above));
        let root = simd.sqrt_f32s(square);
        let exact = simd.select_f32s(
            is_below,
            simd.min_f32s(simd.add_f32s(least, root), mode),
            simd.max_f32s(simd.sub_f32s(most, root), mode),
        );
        *length = simd.and_u32s(simd.transmute_u32s_f32s(simd.add_f32s(exact, whole)), whole_bits);
    }
}

/// Lengths times factors in 1/65536.
#[inline(always)]
pub(super) fn multiply<S: Simd>(simd: S, lengths: &mut [Ticks; WIDTH], factors: &[u32; WIDTH]) {
    if S::IS_SCALAR {
        for at in 0..WIDTH {
            lengths[at] = times(lengths[at], factors[at]);
        }
        return;
    }
    let (one, shift_most, shift_high) = (simd.splat_u32s(1), simd.splat_u32s(15), simd.splat_u32s(16));
    let longest = simd.splat_u32s(LONGEST as u32);
    let factors: &[S::u32s] = bytemuck::cast_slice(factors);
    let lengths: &mut [S::u32s] = bytemuck::cast_slice_mut(lengths);
    for (length, factor) in lengths.iter_mut().zip(factors) {
        let (low, high) = simd.widening_mul_u32s(*length, *factor);
        let rounded = simd.add_u32s(simd.wrapping_dyn_shr_u32s(low, shift_most), one);
        let low = simd.wrapping_dyn_shr_u32s(rounded, one);
        let product = simd.add_u32s(low, simd.wrapping_dyn_shl_u32s(high, shift_high));
        *length = simd.min_u32s(product, longest);
    }
}
