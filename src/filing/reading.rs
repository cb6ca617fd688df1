//! Forms and published reports as they are read: which of the two a file is, its bytes tell.

use super::{Beside, Name, World};
use crate::form::{self, Attached, Reading};

/// Reads a form.
pub(super) fn read_form(world: &dyn World, name: &Name, bytes: &[u8]) -> Reading {
    let beside = Beside { world, form: name };
    let options = world.terms().options;
    form::read_with(&name.to_string(), bytes, world.standards(), options, &beside)
}

/// Reads a form, or a report that somebody has published. `attached` is what a form names.
pub(super) fn read_any(
    world: &dyn World,
    name: &Name,
    bytes: &[u8],
    attached: &dyn Attached,
) -> Reading {
    let (file, library, options) = (name.to_string(), world.standards(), world.terms().options);
    #[cfg(feature = "readback")]
    {
        use crate::import::{Given, is_document, open};
        if is_document(bytes, library) {
            return open(&file, bytes, &Given::default(), library, options);
        }
    }
    form::read_with(&file, bytes, library, options, attached)
}
