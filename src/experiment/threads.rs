//! Work beside the runs, on the threads of the pool that it is called in.

use rayon::prelude::*;

/// What each of the items becomes, in their order; each is a piece of work of its own, as far as there are threads.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], each: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    items.par_iter().with_max_len(1).map(each).collect()
}
