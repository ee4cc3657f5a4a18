//! JSON as `tinyjson` has it, read into the library's own forms: numbers to the last bit, null where a number belongs as NaN.

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use tinyjson::JsonValue;

/// A value to be read. JSON has no NaN and no infinity: a writer puts null, which any but an optional number gives back as NaN.
#[derive(Clone, Copy)]
pub(crate) struct Json<'a>(pub(crate) &'a JsonValue);

impl<'de> IntoDeserializer<'de> for Json<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Json<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            JsonValue::Number(number) => visitor.visit_f64(*number),
            JsonValue::Boolean(boolean) => visitor.visit_bool(*boolean),
            JsonValue::String(text) => visitor.visit_str(text),
            JsonValue::Null => visitor.visit_unit(),
            JsonValue::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(Json))),
            JsonValue::Object(fields) => {
                visitor.visit_map(MapDeserializer::new(fields.iter().map(|(key, value)| (key.as_str(), Json(value)))))
            }
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_f64(f64::NAN) } else { self.deserialize_any(visitor) }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let found = || Error::custom(format!("found {}, expected a whole number", self.0.stringify().unwrap_or_default()));
        visitor.visit_u32(as_whole(self.0).ok_or_else(found)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 char str string bytes byte_buf unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// A whole number from 0 on that fits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole number in range")]
pub(crate) fn as_whole(value: &JsonValue) -> Option<u32> {
    let number = value.get::<f64>().copied();
    number.filter(|number| number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(number)).map(|number| number as u32)
}
