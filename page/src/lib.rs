//! What the page in a browser runs: the library behind one door.
//!
//! A message comes in as a block of memory and goes out as one ([`Block`]); its head is a
//! [`Request`](message::Request) or an [`Answer`](message::Answer), its parts are files. The page
//! keeps the form and all that belongs to it and hands it over with each message: a module that
//! has ended is started anew, and nothing is lost. Only faces stay, which are large and always
//! the same.

#![warn(clippy::disallowed_methods, clippy::disallowed_macros)]

mod block;
mod bundle;
mod change;
mod chips;
mod door;
mod faces;
mod fault;
mod hints;
mod look;
mod many;
mod marks;
pub mod message;
mod missed;
mod open;
mod paper;
mod places;
mod remedy;
mod shape;
mod world;

use std::cell::RefCell;
use std::ptr;

pub use block::Block;
pub use door::Session;

thread_local! {
    static SESSION: RefCell<Session> = RefCell::default();
}

/// Room for a block of this length, which [`answer`] takes.
#[expect(unsafe_code, reason = "a module's functions are known by their names")]
#[unsafe(no_mangle)]
pub extern "C" fn room(length: u32) -> *mut u8 {
    Box::leak(vec![0; length as usize].into_boxed_slice()).as_mut_ptr()
}

/// Answers a block; what is given back begins with its own length and is [`drop_block`]'s to free.
///
/// # Safety
/// The block is one of [`room`], of this length, and is given once.
#[expect(
    unsafe_code,
    reason = "blocks cross the border of the module as addresses"
)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn answer(block: *mut u8, length: u32) -> *mut u8 {
    // SAFETY: the caller's promise.
    let given = unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(block, length as usize)) };
    let answered = SESSION.with_borrow_mut(|session| session.answer_bytes(&given));
    let mut out = (answered.len() as u32).to_le_bytes().to_vec();
    out.extend(answered);
    Box::leak(out.into_boxed_slice()).as_mut_ptr()
}

/// Frees a block that [`answer`] gave.
///
/// # Safety
/// The block is one of [`answer`], with four bytes more than it says, and is given once.
#[expect(
    unsafe_code,
    reason = "blocks cross the border of the module as addresses"
)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn drop_block(block: *mut u8, length: u32) {
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(block, length as usize)) });
}
