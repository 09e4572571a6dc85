//! An entry as it is stored, told as JSON and taken back: the one place where sealed bytes become text for an export.
//!
//! It knows nothing of rooms: arrays stay arrays, and words stay words, so that it can forget no field and need not change
//! when a room gets one. What JSON has no form for gets one: bytes are `{"bytes": "<hexadecimal digits>"}`, a map is
//! `{"map": [[key, value], ...]}`. What does not come back byte for byte is told whole: `{"cbor": "<hexadecimal digits>"}`.

use minicbor::{Decoder, Encoder, data::Type};
use playbook::privacy::OwnersScreen;
use serde_json::{Map, Number, Value};
use zeroize::Zeroizing;

use crate::places::{hex, unhex};

/// How deep values may lie in each other; entries of this version need less than half of it.
const DEEPEST: u32 = 32;

/// Stored bytes as JSON, for their owner. They come back by [`taken`] byte for byte.
pub fn told(bytes: &[u8], _: &OwnersScreen) -> Value {
    let mut decoder = Decoder::new(bytes);
    let value = value(&mut decoder, DEEPEST).filter(|_| decoder.position() == bytes.len());
    let same = |value: &Value| taken(value).is_some_and(|again| *again == *bytes);
    value.filter(same).unwrap_or_else(|| one("cbor", Value::String(hex(bytes))))
}

/// Stored bytes from JSON; nothing if it is none that [`told`] tells.
pub fn taken(value: &Value) -> Option<Zeroizing<Vec<u8>>> {
    if let Some(digits) = only(value, "cbor") {
        return bytes(digits);
    }
    let mut encoder = Encoder::new(Vec::new());
    write(&mut encoder, value)?;
    Some(Zeroizing::new(encoder.into_writer()))
}

fn value(decoder: &mut Decoder<'_>, deepest: u32) -> Option<Value> {
    let deepest = deepest.checked_sub(1)?;
    Some(match decoder.datatype().ok()? {
        Type::Bool => Value::Bool(decoder.bool().ok()?),
        Type::Null => {
            decoder.null().ok()?;
            Value::Null
        }
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => decoder.u64().ok()?.into(),
        Type::I8 | Type::I16 | Type::I32 | Type::I64 => decoder.i64().ok()?.into(),
        Type::F64 => Value::Number(Number::from_f64(decoder.f64().ok()?)?),
        Type::String => Value::String(decoder.str().ok()?.to_owned()),
        Type::Bytes => one("bytes", Value::String(hex(decoder.bytes().ok()?))),
        Type::Array => {
            let length = decoder.array().ok()??;
            (0..length).map(|_| value(decoder, deepest)).collect::<Option<Vec<_>>>()?.into()
        }
        Type::Map => {
            let length = decoder.map().ok()??;
            let pair = |_| Some(Value::Array(vec![value(decoder, deepest)?, value(decoder, deepest)?]));
            one("map", (0..length).map(pair).collect::<Option<Vec<_>>>()?.into())
        }
        _ => return None,
    })
}

fn write(encoder: &mut Encoder<Vec<u8>>, value: &Value) -> Option<()> {
    match value {
        Value::Null => encoder.null().ok()?,
        Value::Bool(is) => encoder.bool(*is).ok()?,
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(whole), _) => encoder.u64(whole).ok()?,
            (None, Some(whole)) => encoder.i64(whole).ok()?,
            (None, None) => encoder.f64(number.as_f64()?).ok()?,
        },
        Value::String(words) => encoder.str(words).ok()?,
        Value::Array(all) => {
            encoder.array(all.len() as u64).ok()?;
            return all.iter().try_for_each(|value| write(encoder, value));
        }
        Value::Object(_) => {
            if let Some(digits) = only(value, "bytes") {
                encoder.bytes(&bytes(digits)?).ok()?;
                return Some(());
            }
            let pairs = only(value, "map")?.as_array()?;
            encoder.map(pairs.len() as u64).ok()?;
            return pairs.iter().try_for_each(|pair| match pair.as_array()?.as_slice() {
                [key, value] => write(encoder, key).and_then(|()| write(encoder, value)),
                _ => None,
            });
        }
    };
    Some(())
}

fn one(name: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value)]))
}

/// The value of an object that has this one name.
fn only<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.as_object().filter(|object| object.len() == 1)?.get(name)
}

fn bytes(digits: &Value) -> Option<Zeroizing<Vec<u8>>> {
    let digits = digits.as_str()?;
    let mut bytes = Zeroizing::new(vec![0; digits.len() / 2]);
    unhex(digits, &mut bytes)?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn screen() -> OwnersScreen {
        OwnersScreen::of_the_owner()
    }

    fn any_value() -> impl Strategy<Value = Vec<u8>> {
        let leaf = prop_oneof![
            any::<u64>().prop_map(|n| minicbor::to_vec(n).unwrap()),
            any::<i64>().prop_map(|n| minicbor::to_vec(n).unwrap()),
            any::<f64>().prop_map(|n| minicbor::to_vec(n).unwrap()),
            any::<f32>().prop_map(|n| minicbor::to_vec(n).unwrap()),
            any::<bool>().prop_map(|is| minicbor::to_vec(is).unwrap()),
            any::<String>().prop_map(|words| minicbor::to_vec(words).unwrap()),
            proptest::collection::vec(any::<u8>(), 0..40)
                .prop_map(|bytes| minicbor::to_vec(minicbor::bytes::ByteVec::from(bytes)).unwrap()),
        ];
        leaf.prop_recursive(4, 64, 6, |inner| {
            proptest::collection::vec(inner, 0..6).prop_map(|all| {
                let mut encoder = Encoder::new(Vec::new());
                encoder.array(all.len() as u64).unwrap();
                let mut bytes = encoder.into_writer();
                all.into_iter().for_each(|value| bytes.extend(value));
                bytes
            })
        })
    }

    proptest! {
        #[test]
        fn what_is_told_comes_back_byte_for_byte(bytes in any_value()) {
            let text = told(&bytes, &screen()).to_string();
            let again: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&**taken(&again).unwrap(), &*bytes);
        }

        #[test]
        fn so_do_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            prop_assert_eq!(&**taken(&told(&bytes, &screen())).unwrap(), &*bytes);
        }
    }

    #[test]
    fn words_can_be_read_and_what_json_lacks_has_a_form() {
        let mut encoder = Encoder::new(Vec::new());
        encoder.array(3).unwrap().str("hiring frozen").unwrap().bytes(&[1, 255]).unwrap();
        encoder.map(1).unwrap().u8(7).unwrap().null().unwrap();
        let text = told(&encoder.into_writer(), &screen()).to_string();
        assert_eq!(text, r#"["hiring frozen",{"bytes":"01ff"},{"map":[[7,null]]}]"#);
    }
}
