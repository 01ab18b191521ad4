//! How parameters and words are declared.

/// Declares groups of parameters: each field with the name it has in a scenario, how a change of it comes into force, its type and
/// its meaning.
///
/// How a change comes into force is a [`Ramp`](crate::parameter::Ramp): `[per user]`, `[at once]` or `[shared]`. A group that is used
/// in several places may leave it to the place, with `[as its group]`; then the field that holds the group says it.
///
/// ```
/// use veilsim::parameter::{Group, Param, each_parameter};
/// use veilsim::units::{Probability, Span};
/// veilsim::parameters! {
///     /// A doorman.
///     pub struct Doorman {
///         /// The chance that the door is open.
///         "open" [at once] open: Param<Probability>,
///         /// How long a guest waits.
///         "wait" [per user] wait: Param<Span>,
///     }
/// }
/// let mut names = Vec::new();
/// each_parameter(&mut Doorman::default(), &mut |path, _, _| names.push(path.to_owned()));
/// assert_eq!(names, ["open", "wait"]);
/// ```
///
/// A parameter that does not say it does not compile:
///
/// ```compile_fail
/// veilsim::parameters! {
///     /// A doorman.
///     pub struct Doorman {
///         /// The chance that the door is open.
///         "open" open: veilsim::parameter::Param<veilsim::units::Probability>,
///     }
/// }
/// ```
#[macro_export]
macro_rules! parameters {
    (@field $visitor:ident, $name:literal, $doc:expr, $self:ident.$field:ident) => {
        $visitor.field($name, $doc, $crate::parameter::Field::node(&mut $self.$field))
    };
    (@field $visitor:ident, $name:literal, $doc:expr, $self:ident.$field:ident, $($ramp:tt)+) => {
        $crate::parameter::Rampable::show(&mut $self.$field, $crate::ramp!($($ramp)+), &mut |node| $visitor.field($name, $doc, node))
    };
    ($($(#[doc = $doc:literal])+ pub struct $group:ident {
        $($(#[doc = $field_doc:literal])+ $name:literal $([$($ramp:tt)+])? $field:ident: $type:ty,)*
    })*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default)]
        pub struct $group { $($(#[doc = $field_doc])+ pub $field: $type,)* }
        impl $crate::parameter::Group for $group {
            fn doc(&self) -> &'static str { concat!($($doc),+) }
            fn visit(&mut self, visitor: &mut dyn $crate::parameter::Visitor) {
                $($crate::parameters!(@field visitor, $name, concat!($($field_doc),+), self.$field $(, $($ramp)+)?);)*
            }
        }
        impl $crate::parameter::Field for $group {
            fn node(&mut self) -> $crate::parameter::Node<'_> { $crate::parameter::Node::Group(self) }
        }
        impl $crate::parameter::Rampable for $group {
            fn show(&mut self, ramp: $crate::parameter::Ramp, visit: &mut dyn FnMut($crate::parameter::Node<'_>)) {
                visit($crate::parameter::Node::Group(&mut $crate::parameter::Within::new(self, ramp)));
            }
        }
    )*};
}

/// Declares a quantity that is one of several words.
///
/// ```
/// use veilsim::units::Quantity;
/// veilsim::choices! {
///     /// How a door stands.
///     pub enum Door "state of a door" {
///         /// One can go through.
///         Open "open",
///         /// One cannot.
///         Shut "shut",
///     }
/// }
/// assert_eq!(Door::from_value(Door::KIND.text("shut").unwrap()), Door::Shut);
/// ```
#[macro_export]
macro_rules! choices {
    ($(#[doc = $doc:literal])+ pub enum $name:ident $label:literal {
        $(#[doc = $first_doc:literal])+ $first:ident $first_word:literal,
        $($(#[doc = $word_doc:literal])+ $variant:ident $word:literal,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $(#[doc = $first_doc])+ $first, $($(#[doc = $word_doc])+ $variant,)+ }
        impl $crate::units::Quantity for $name {
            const KIND: $crate::units::Kind = $crate::units::Kind {
                name: $label,
                unit: "",
                low: 0.0,
                high: [$($word),+].len() as f64,
                syntax: $crate::units::Syntax::Word(&[$first_word, $($word),+]),
                example: concat!("\"", $first_word, "\""),
            };
            fn from_value(x: f64) -> Self {
                const ALL: &[$name] = &[$name::$first, $($name::$variant),+];
                ALL[(x as usize).min(ALL.len() - 1)]
            }
        }
    };
}

/// The [`Ramp`](crate::parameter::Ramp) of these words.
#[doc(hidden)]
#[macro_export]
macro_rules! ramp {
    (per user) => {
        $crate::parameter::Ramp::PerUser
    };
    (at once) => {
        $crate::parameter::Ramp::AtOnce
    };
    (shared) => {
        $crate::parameter::Ramp::Shared
    };
    (as its group) => {
        $crate::parameter::Ramp::AsItsGroup
    };
}
