//! How a table, and a cell of few words, is declared.

/// Declares a table: what a row is, its file, its struct, and of each column the name, the type and what it says.
macro_rules! table {
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $column:literal) => { $column };
    ($(#[doc = $about:literal])+ $file:literal $row:ident {
        $($(#[doc = $doc:literal])+ $field:ident $(as $column:literal)?: $kind:ty,)+
    }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $row {
            $($(#[doc = $doc])+ #[serde($(rename = $column,)? serialize_with = "crate::results::tables::io::cell")] pub $field: $kind,)+
        }

        impl Row for $row {
            const FILE: &'static str = $file;
            const ABOUT: &'static str = concat!($($about),+).trim_ascii();
            const COLUMNS: &'static [Column] =
                &[$(Column {
                    name: table!(@name $field $($column)?),
                    about: concat!($($doc),+).trim_ascii(),
                    kind: <$kind as crate::results::tables::io::Cell>::KIND,
                },)+];
        }
    };
}

/// Declares a cell that holds one of a few words.
macro_rules! words {
    ($(#[doc = $about:literal])+ $name:ident { $($(#[$attribute:meta])+ $variant:ident $word:literal,)+ }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$attribute])+ #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// How it is written.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl crate::results::tables::io::Cell for $name {
            const KIND: crate::results::tables::Kind = crate::results::tables::Kind::Text;

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}
