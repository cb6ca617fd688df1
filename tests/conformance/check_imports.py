"""What the page's module asks of its host: what the system interface (WASI) has for time, chance and last words.

The page's worker answers each by hand; a name that is new here would be answered by nobody. Time is
asked by the crate that writes workbooks, for a date that is then replaced; chance by hash tables.
"""

import sys

KNOWN = {
    f"wasi_snapshot_preview1 {name}"
    for name in ("clock_time_get", "environ_get", "environ_sizes_get", "fd_write", "proc_exit", "random_get", "sched_yield")
}


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
        found = {f"{module} {name}" for module, name in imports(file.read())}
    for name in sorted(found - KNOWN):
        print(f"asked of the host and not known: {name}")
    for name in sorted(KNOWN - found):
        print(f"known and not asked any more: {name}")
    if found != KNOWN:
        sys.exit(1)
    print(f"{len(found)} imports, all known")
