//! Counts what is allocated.

/// The bytes of all that `keep` returns, with what the allocator takes for it. Both Rust's and AWS-LC's memory is counted:
/// a key is in the latter.
pub(crate) fn bytes<T>(keep: impl FnOnce() -> T) -> (T, usize) {
    let before = so_far();
    let kept = keep();
    let bytes = so_far().saturating_sub(before);
    (kept, bytes)
}

#[allow(unsafe_code, reason = "a function of C without arguments")]
fn so_far() -> usize {
    let found = unsafe { libc::mallinfo2() };
    // Large tables are mapped.
    found.uordblks + found.hblkhd
}
