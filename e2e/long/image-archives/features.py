"""What image archives are made of, and rows of it in which each pair of values occurs."""
import itertools, random

# Values with which an archive is read.
TAKEN = {
    'tar': ['pax', 'gnu', 'ustar', 'v7'],
    'names': ['short', 'dotted', 'long path', 'long name', 'unicode', 'spaces', 'slash behind a file'],
    'links': ['none', 'hard', 'hard to a lower layer', 'hard and absolute', 'hard with a size', 'symbolic', 'symbolic and absolute',
              'symbolic and long', 'to nothing', 'to a folder'],
    'entries': ['files', 'zero flag', 'folder by its slash', 'contiguous', 'empty', 'repeated', 'file over folder', 'folder over file',
                'file over link'],
    'modes': ['plain', 'runnable', 'private', 'set-uid', 'none', 'sticky folder'],
    'whiteouts': ['none', 'file', 'folder', 'opaque first', 'opaque last', 'of nothing', 'written again'],
    'headers': ['plain', 'global', 'attributes', 'fraction of a second', 'large ids', 'size record', 'signed sum'],
    'end': ['two blocks', 'record', 'none', 'one block', 'second archive', 'noise'],
    'layers': ['one', 'two', 'three', 'same twice', 'with an empty one'],
    'compression': ['none', 'gzip', 'members', 'stored', 'named', 'mixed'],
    'form': ['docker', 'docker, layers by links', 'docker, layers by hard links', 'docker 25', 'crane', 'jib', 'oci', "oci of docker's types",
             'index in index', 'three indexes', 'beside others', 'two tags'],
    'outer': ['pax', 'gnu', 'ustar', 'dotted', 'folders'],
    'command': ['entrypoint', 'cmd', 'both'],
    'config': ['plain', 'nulls', "machine's name", 'environment', 'directory', 'made directory', 'user', 'more fields'],
}

# Values with which it is refused; image-archives.test.mjs says with which words.
REFUSED = {
    'names': ['absolute', 'climbing', 'not UTF-8', 'control character'],
    'links': ['hard to a link', 'hard to nothing', 'leaving the root'],
    'entries': ['pipe', 'device', 'sparse GNU', 'sparse 0.0', 'sparse 0.1', 'sparse 1.0', 'behind a link', 'inside a file'],
    'compression': ['zstd', 'xz'],
    'end': ['cut', 'after a zero block'],
    'config': ['no command', 'other machine', 'relative directory', 'no variable'],
    'form': ['two images', 'wrong digest', 'lost layer', 'compressed as a whole'],
}

# What skopeo 1.9 and umoci 0.4 do not read, and the value that means the same image: they are given that.
AS_THE_TOOLS_READ = {
    'entries': {'contiguous': 'regular'},
    'headers': {'global': 'plain'},
    'form': {'docker, layers by hard links': 'docker', "oci of docker's types": 'oci', 'three indexes': 'oci'},
}


def pairs_of(row):
    return {(a, row[a], b, row[b]) for a, b in itertools.combinations(sorted(row), 2)}


def taken_rows():
    """Rows of TAKEN that hold each pair of values."""
    pick = random.Random(1)
    names = sorted(TAKEN)
    missing = {(a, x, b, y) for a, b in itertools.combinations(names, 2) for x in TAKEN[a] for y in TAKEN[b]}
    rows = []
    while missing:
        best = max((grown(pick, missing, names) for _ in range(4)), key=lambda row: len(pairs_of(row) & missing))
        missing -= pairs_of(best)
        rows.append(best)
    return rows


def refused_rows():
    """One value of REFUSED each, with each value of the other features."""
    names, rows = sorted(TAKEN), []
    for feature, values in REFUSED.items():
        others = [name for name in names if name != feature]
        for value in values:
            for at in range(max(len(TAKEN[name]) for name in others)):
                rows.append({feature: value, **{name: TAKEN[name][at % len(TAKEN[name])] for name in others}})
    return rows


def as_the_tools_read(row):
    return {name: AS_THE_TOOLS_READ.get(name, {}).get(value, value) for name, value in row.items()}


def grown(pick, missing, names):
    """A row that starts with a missing pair; each further value is the one that adds most missing pairs."""
    a, x, b, y = pick.choice(sorted(missing)) if len(missing) < 200 else next(iter(sorted(missing)))
    row = {a: x, b: y}
    for name in pick.sample([name for name in names if name not in row], len(names) - 2):
        pair = lambda value, other: (name, value, other, row[other]) if name < other else (other, row[other], name, value)
        gain = lambda value: sum(pair(value, other) in missing for other in row)
        row[name] = max(pick.sample(TAKEN[name], len(TAKEN[name])), key=gain)
    return row
