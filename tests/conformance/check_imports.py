"""What a WebAssembly module asks of its host: nothing but what `zip`'s source of chance declares.

The library never asks for chance; the crate that packs files brings it in for encryption, which
is never used. A page answers these few names with stubs; a name that is new here would be
answered by nobody.
"""

import re
import sys

# What wasm-bindgen and getrandom declare; a digest at the end of a name is left out.
KNOWN = {
    "__wbindgen_externref_xform__ __wbindgen_externref_statics_end",
    "__wbindgen_externref_xform__ __wbindgen_externref_table_grow",
    "__wbindgen_externref_xform__ __wbindgen_externref_table_set_null",
    "__wbindgen_placeholder__ __wbg___wbindgen_throw",
    "__wbindgen_placeholder__ __wbg_getRandomValues",
    "__wbindgen_placeholder__ __wbindgen_describe",
    "__wbindgen_placeholder__ __wbindgen_object_drop_ref",
}
DIGEST = re.compile("_[0-9a-f]{16}$")


def number(data, at):
    """An unsigned LEB128 number, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def text(data, at):
    length, at = number(data, at)
    return data[at : at + length].decode(), at + length


def imports(data):
    """The imports of a module: their modules and names."""
    assert data[:8] == b"\0asm\1\0\0\0", "no module"
    at, found = 8, []
    while at < len(data):
        kind, start = data[at], at + 1
        length, start = number(data, start)
        if kind == 2:
            count, cursor = number(data, start)
            for _ in range(count):
                module, cursor = text(data, cursor)
                name, cursor = text(data, cursor)
                assert data[cursor] == 0, f"{module} {name} is no function"
                _, cursor = number(data, cursor + 1)
                found.append((module, name))
        at = start + length
    return found


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        found = {f"{module} {DIGEST.sub('', name)}" for module, name in imports(file.read())}
    for name in sorted(found - KNOWN):
        print(f"asked of the host and not known: {name}")
    for name in sorted(KNOWN - found):
        print(f"known and not asked any more: {name}")
    if found != KNOWN:
        sys.exit(1)
    print(f"{len(found)} imports, all known")
