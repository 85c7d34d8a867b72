//! What a replica keeps in its memory, as the difference of what is allocated before and after.

mod allocated;
mod keep;

use std::error::Error;

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

fn main() -> Result<()> {
    println!("| what is kept | of these | bytes each | at most |");
    println!("|---|---:|---:|---:|");
    let row = |what: &str, count: usize, bytes: usize, most: &str| {
        println!("| {what} | {count} | {} | {most} |", bytes / count);
    };
    for (name, jwk) in keep::KEYS {
        let (count, bytes) = keep::keys(jwk)?;
        row(&format!("key, {name}"), count, bytes, "100 of a provider");
    }
    for length in [600, 1100] {
        let (count, bytes) = keep::verified_tokens(length)?;
        let what = format!("verified token of {length} bytes");
        row(
            &what,
            count,
            bytes,
            "16 MiB in a verifier, or `cache_tokens`",
        );
    }
    for (what, time) in [("known token", 0), ("result that is cached", 300)] {
        let (count, bytes) = keep::introspected(time)?;
        row(&format!("introspection: {what}"), count, bytes, "10,000");
    }
    for count in [10_000, 100_000, 1_000_000] {
        let bytes = keep::revoked_tokens(count)?;
        row("revoked token", count, bytes, "1,000,000");
    }
    let count = 100_000;
    let bytes = keep::revoked_subjects(count)?;
    row(
        "subject whose tokens are revoked",
        count,
        bytes,
        "1,000,000",
    );
    for count in [1_000, 10_000] {
        let bytes = keep::proofs(count)?;
        row("DPoP proof", count, bytes, "100,000, or `replay_capacity`");
    }
    Ok(())
}
