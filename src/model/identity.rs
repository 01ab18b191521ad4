//! Identities: what a number means is its type. An identity of one kind cannot stand where another is meant, and a table by one kind
//! is asked by that kind alone.

use slab::Slab;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A place in a table of things of one kind.
pub trait Identity: Copy {
    /// The identity at this place.
    fn at(index: usize) -> Self;
    /// The place.
    fn index(self) -> usize;
}

macro_rules! identities {
    ($($(#[doc = $doc:literal])+ $name:ident($number:ty);)*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($number);
        impl $name {
            /// The identity at this place.
            #[must_use]
            #[inline]
            pub const fn new(index: usize) -> Self {
                Self(index as $number)
            }
            /// The place.
            #[must_use]
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
        impl Identity for $name {
            #[inline]
            fn at(index: usize) -> Self {
                Self::new(index)
            }
            #[inline]
            fn index(self) -> usize {
                self.index()
            }
        }
    )*};
}

identities! {
    /// A platform, by its place in the order of names.
    PlatformId(u8);
    /// A market, by its place in the order of names.
    MarketId(u8);
    /// A class of offenders, by its place in the order of names.
    ClassId(u8);
    /// An age band, youngest first.
    Band(u8);
    /// An offender, by the order of appearance.
    OffenderId(u32);
    /// One of an offender's accounts.
    AccountId(u8);
    /// A flag under way.
    FlagId(u32);
    /// A report that police have, and the case that may come of it.
    CaseId(u32);
    /// A search that will find a child.
    SearchId(u32);
    /// A conversation under way.
    ConversationId(u32);
    /// The stream of one class's offenders to one platform.
    ArrivalId(u16);
    /// Poisoned entries on a list.
    PoisonId(u32);
    /// An ordinary user of a platform who writes message by message.
    UserId(u32);
}

/// How many age bands there are: under 13, 13–15, 16–17, adult.
pub const BANDS: usize = 4;
/// Names of the age bands, youngest first.
pub const BAND_NAMES: [&str; BANDS] = ["under-13", "13-15", "16-17", "adult"];

impl Band {
    /// Those under 13.
    pub const UNDER_13: Self = Self(0);
    /// Those aged 13 to 15.
    pub const FROM_13: Self = Self(1);
    /// Those aged 16 and 17.
    pub const FROM_16: Self = Self(2);
    /// Those aged 18 and over.
    pub const ADULT: Self = Self(3);
    /// Every band, youngest first.
    pub const ALL: [Self; BANDS] = [Self::UNDER_13, Self::FROM_13, Self::FROM_16, Self::ADULT];
}

/// One thing for each age band.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByBand<T>([T; BANDS]);

impl<T> ByBand<T> {
    /// The things, youngest first.
    #[must_use]
    pub fn new(things: [T; BANDS]) -> Self {
        Self(things)
    }
    /// What a function gives for each band.
    #[must_use]
    #[inline]
    pub fn of(of: impl FnMut(Band) -> T) -> Self {
        Self(Band::ALL.map(of))
    }
    /// Each band with its thing, youngest first.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = (Band, &T)> {
        Band::ALL.into_iter().zip(&self.0)
    }
    /// Each thing, to change.
    #[inline]
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Band, &mut T)> {
        Band::ALL.into_iter().zip(&mut self.0)
    }
    /// The things as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> Index<Band> for ByBand<T> {
    type Output = T;
    #[inline]
    fn index(&self, band: Band) -> &T {
        &self.0[band.index()]
    }
}

impl<T> IndexMut<Band> for ByBand<T> {
    #[inline]
    fn index_mut(&mut self, band: Band) -> &mut T {
        &mut self.0[band.index()]
    }
}

/// A table by identity.
#[derive(Clone, Debug)]
pub struct ById<I, T> {
    rows: Vec<T>,
    identity: PhantomData<I>,
}

impl<I, T> Default for ById<I, T> {
    fn default() -> Self {
        Self { rows: Vec::new(), identity: PhantomData }
    }
}

impl<I: Identity, T> ById<I, T> {
    /// How many rows there are.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
    /// Every identity in it; the table may change meanwhile.
    #[inline]
    pub fn ids(&self) -> impl Iterator<Item = I> + Clone + use<I, T> {
        (0..self.rows.len()).map(I::at)
    }
    /// Adds a row at the end.
    #[inline]
    pub fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::at(self.rows.len() - 1)
    }
    /// The row, if there is one.
    #[must_use]
    pub fn get(&self, id: I) -> Option<&T> {
        self.rows.get(id.index())
    }
    /// The rows in order.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.rows
    }
    /// The rows in order, to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut()
    }
}

impl<I, T> FromIterator<T> for ById<I, T> {
    fn from_iter<R: IntoIterator<Item = T>>(rows: R) -> Self {
        Self { rows: rows.into_iter().collect(), identity: PhantomData }
    }
}

impl<I: Identity, T> Index<I> for ById<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

impl<I: Identity, T> IndexMut<I> for ById<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }
}

/// A table by platform and market: one row for a platform's users in each market.
#[derive(Clone, Debug)]
pub struct ByPart<T> {
    rows: Vec<T>,
    markets: usize,
}

impl<T: Clone> ByPart<T> {
    /// The same row for so many platforms and markets.
    #[must_use]
    pub fn new(platforms: usize, markets: usize, row: T) -> Self {
        Self { rows: vec![row; platforms * markets], markets }
    }
}

impl<T> ByPart<T> {
    /// The rows of one platform, market by market.
    #[must_use]
    pub fn of(&self, platform: PlatformId) -> &[T] {
        &self.rows[platform.index() * self.markets..][..self.markets]
    }
    /// The same, to change.
    pub fn of_mut(&mut self, platform: PlatformId) -> &mut [T] {
        &mut self.rows[platform.index() * self.markets..][..self.markets]
    }
    /// Every row.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.iter()
    }
}

impl<T> Index<(PlatformId, MarketId)> for ByPart<T> {
    type Output = T;
    #[inline]
    fn index(&self, (platform, market): (PlatformId, MarketId)) -> &T {
        &self.rows[platform.index() * self.markets + market.index()]
    }
}

impl<T> IndexMut<(PlatformId, MarketId)> for ByPart<T> {
    #[inline]
    fn index_mut(&mut self, (platform, market): (PlatformId, MarketId)) -> &mut T {
        &mut self.rows[platform.index() * self.markets + market.index()]
    }
}

/// Things that come and go. The place of one that has gone is given again.
#[derive(Clone, Debug)]
pub struct Pool<I, T> {
    slab: Slab<T>,
    identity: PhantomData<I>,
}

impl<I, T> Default for Pool<I, T> {
    fn default() -> Self {
        Self { slab: Slab::new(), identity: PhantomData }
    }
}

impl<I: Identity, T> Pool<I, T> {
    /// Puts a thing in.
    #[inline]
    pub fn insert(&mut self, thing: T) -> I {
        I::at(self.slab.insert(thing))
    }
    /// Takes a thing out.
    #[inline]
    pub fn remove(&mut self, id: I) -> T {
        self.slab.remove(id.index())
    }
    /// The thing, if it is there.
    #[must_use]
    #[inline]
    pub fn get(&self, id: I) -> Option<&T> {
        self.slab.get(id.index())
    }
    /// Whether the thing is there.
    #[must_use]
    pub fn contains(&self, id: I) -> bool {
        self.slab.contains(id.index())
    }
    /// How many things are there.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slab.len()
    }
    /// Whether nothing is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slab.is_empty()
    }
    /// Every thing.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.slab.iter().map(|(_, thing)| thing)
    }
    /// The identity that the next thing will have.
    #[must_use]
    pub fn next(&self) -> I {
        I::at(self.slab.vacant_key())
    }
}

impl<I: Identity, T> Index<I> for Pool<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.slab[id.index()]
    }
}

impl<I: Identity, T> IndexMut<I> for Pool<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.slab[id.index()]
    }
}
