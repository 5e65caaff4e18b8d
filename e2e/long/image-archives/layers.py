"""Layers of an image: tar streams, written byte by byte where tarfile has no say."""
import io, os, struct, subprocess, tarfile, tempfile

FORMATS = {'pax': tarfile.PAX_FORMAT, 'gnu': tarfile.GNU_FORMAT, 'ustar': tarfile.USTAR_FORMAT, 'v7': tarfile.USTAR_FORMAT}
BLOCK = 512
ZEROS = b'\0' * BLOCK


def patched(header, at, data, signed=False):
    """The last block of a header with other bytes, and its checksum made right again."""
    block = bytearray(header[-BLOCK:])
    block[at:at + len(data)] = data
    block[148:156] = b' ' * 8
    total = sum(struct.unpack('512b', block)) if signed else sum(block)
    block[148:156] = b'%06o\0 ' % total
    return header[:-BLOCK] + bytes(block)


def padded(data):
    return data + b'\0' * (-len(data) % BLOCK)


class Tar:
    """A tar stream of one format; what the format cannot hold is written in pax."""

    def __init__(self, form, headers='plain'):
        self.form, self.headers, self.data = form, headers, b''
        if headers == 'global':
            record = b'52 comment=0123456789012345678901234567890123456789\n'
            info = tarfile.TarInfo('pax_global_header')
            info.size = len(record)
            self.data += patched(info.tobuf(tarfile.USTAR_FORMAT), 156, b'g') + padded(record)

    def add(self, name, kind=tarfile.REGTYPE, content=b'', mode=0o644, link='', flag=None, stated=None):
        info = tarfile.TarInfo(name)
        info.type, info.mode, info.linkname, info.size = kind, mode, link, len(content) if stated is None else stated
        form = FORMATS[self.form]
        if self.headers == 'attributes' and kind == tarfile.REGTYPE:
            info.pax_headers, form = {'SCHILY.xattr.user.a': 'b\n=c', 'LIBARCHIVE.creationtime': '1.5', 'comment': 'ü'}, tarfile.PAX_FORMAT
        elif self.headers == 'fraction of a second':
            info.mtime, form = 1234567890.123456, tarfile.PAX_FORMAT
        elif self.headers == 'large ids':
            info.uid, form = 3_000_000, tarfile.PAX_FORMAT if self.form in ('pax', 'ustar', 'v7') else form
        elif self.headers == 'size record' and content:
            info.pax_headers, form = {'size': str(len(content))}, tarfile.PAX_FORMAT
        try:
            header = info.tobuf(form, 'utf-8', 'surrogateescape')
        except ValueError:
            form, header = tarfile.PAX_FORMAT, info.tobuf(tarfile.PAX_FORMAT, 'utf-8', 'surrogateescape')
        if flag is not None:
            header = patched(header, 156, flag)
        if self.form == 'v7' and form == tarfile.USTAR_FORMAT and header[-BLOCK:][345] == 0:
            header = patched(header, 257, b'\0' * 255)
        if self.headers == 'signed sum':
            header = patched(header, 265 if self.form != 'v7' else 500, 'ü'.encode(), signed=True)
        if self.headers == 'size record' and content:
            header = patched(header, 124, b'00000000000\0')
        self.data += header + padded(content)

    def ended(self, end='record'):
        data = self.data
        if end == 'cut':
            return data[:-BLOCK - 100]
        if end == 'second archive':
            other = Tar(self.form)
            other.add('of-the-second', content=b'x')
            return data + ZEROS * 2 + other.ended()
        tails = {'none': b'', 'one block': ZEROS, 'noise': ZEROS * 2 + b'noise' * 300, 'after a zero block': ZEROS + data, 'two blocks': ZEROS * 2}
        return data + tails.get(end, ZEROS * 2 + b'\0' * (-(len(data) + 1024) % tarfile.RECORDSIZE))


def sparse(form):
    """What GNU tar writes for a file with holes."""
    if form not in sparse.made:
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, 'holes'), 'wb') as file:
                file.write(b'start')
                file.seek(100_000)
                file.write(b'end')
            options = ['--format=gnu'] if form == 'GNU' else ['--format=posix', '--sparse-version=' + form]
            done = subprocess.run(['tar', '-C', folder, '--sparse', *options, '-cf', '-', 'holes'], check=True, capture_output=True)
            sparse.made[form] = done.stdout.rstrip(b'\0')
    return padded(sparse.made[form])


sparse.made = {}

LONG = 'long/' * 30
MODES = {'plain': 0o644, 'runnable': 0o755, 'private': 0o600, 'set-uid': 0o4755, 'none': 0, 'sticky folder': 0o640}


def named(row, name):
    """The name of a file as the row wants it."""
    kind = row['names']
    if kind == 'long path':
        return LONG + name
    if kind == 'long name':
        return 'n' * 150 + name
    return {'dotted': './' + name, 'unicode': 'ünï/日本-' + name, 'spaces': ' a b/ ' + name + ' '}.get(kind, name)


def layer(row, pick, number):
    """Layer `number` of the image that the row describes, with a few entries drawn at random behind."""
    tar = Tar(row['tar'], row['headers'])
    if number == 0:
        tar.add('app/run', content=b'#!/bin/sh\n', mode=0o755)
    prefix = './' if row['names'] == 'dotted' else ''
    if number > 0 and row['whiteouts'] == 'opaque first':
        tar.add('w/.wh..wh..opq')
    add_names(tar, row, number)
    add_links(tar, row, number)
    add_entries(tar, row, number)
    add_whiteouts(tar, row, number)
    if pick:
        add_random(tar, pick, number, prefix)
    return tar.ended(row['end'] if number == 0 else 'record')


def add_names(tar, row, number):
    mode = MODES[row['modes']]
    tar.add(named(row, 'file%d' % number), content=b'content %d' % number, mode=mode)
    if row['modes'] == 'sticky folder':
        tar.add('sticky', tarfile.DIRTYPE, mode=0o1777)
    if number > 0:
        return
    odd = {'absolute': '/etc/absolute', 'climbing': 'app/../../climbing', 'not UTF-8': 'caf\udce9', 'control character': 'a\x1bb',
           'slash behind a file': 'behind/'}.get(row['names'])
    if odd:
        tar.add(odd, content=b'odd', mode=mode, flag=b'0')


def add_links(tar, row, number):
    hard, soft = tarfile.LNKTYPE, tarfile.SYMTYPE
    if number == 0:
        tar.add('l/target', content=b'target' * 100)
    name = 'l/link%d' % number
    kind = row['links']
    if kind in ('hard', 'hard with a size', 'hard and absolute') or (kind == 'hard to a lower layer' and number > 0):
        tar.add(name, hard, link=('/' if kind == 'hard and absolute' else '') + 'l/target', stated=600 if kind == 'hard with a size' else None)
    elif kind in ('symbolic', 'symbolic and absolute', 'symbolic and long', 'to nothing', 'to a folder', 'leaving the root'):
        target = {'symbolic': 'target', 'symbolic and absolute': '/app/run', 'symbolic and long': '../' + LONG + 'x', 'to nothing': './lost',
                  'to a folder': '../app', 'leaving the root': '../../etc/passwd'}[kind]
        tar.add(name, soft, link=target, mode=0o777)
    elif kind == 'hard to a link':
        tar.add('l/soft%d' % number, soft, link='target')
        tar.add(name, hard, link='l/soft%d' % number)
    elif kind == 'hard to nothing':
        tar.add(name, hard, link='l/lost')


def add_entries(tar, row, number):
    kind, name = row['entries'], 'e/%d' % number
    folder, soft = tarfile.DIRTYPE, tarfile.SYMTYPE
    if kind == 'zero flag':
        tar.add(name, content=b'z' * 513, flag=b'\0')
    elif kind == 'folder by its slash':
        tar.add(name + '/', flag=b'\0')
    elif kind in ('contiguous', 'regular'):
        tar.add(name, content=b'c' * 512, flag=b'7' if kind == 'contiguous' else b'0')
    elif kind == 'empty':
        tar.add(name)
    elif kind == 'repeated':
        tar.add(name, content=b'first' * 200)
        tar.add(name, content=b'second')
    elif kind == 'file over folder':
        tar.add(name, folder, mode=0o755)
        tar.add('e/over', folder if number == 0 else tarfile.REGTYPE, content=b'' if number == 0 else b'x', mode=0o755)
    elif kind == 'folder over file':
        tar.add('e/over', tarfile.REGTYPE if number == 0 else folder, content=b'x' if number == 0 else b'', mode=0o755)
    elif kind == 'file over link':
        tar.add(name, soft, link='../app/run', mode=0o777)
        tar.add(name, content=b'over')
    elif kind == 'pipe':
        tar.add(name, tarfile.FIFOTYPE)
    elif kind == 'device':
        tar.add(name, tarfile.CHRTYPE)
    elif kind == 'behind a link':
        tar.add(name, soft, link='../app', mode=0o777)
        tar.add(name + '/behind', content=b'x')
    elif kind == 'inside a file':
        tar.add(name, content=b'x')
        tar.add(name + '/inside', content=b'x')
    elif kind.startswith('sparse') and number == 0:
        tar.data += sparse(kind.split()[1])
    else:
        tar.add(name, content=b'f' * 3000)


def add_whiteouts(tar, row, number):
    kind = row['whiteouts']
    if number == 0:
        for name in ('w/a', 'w/b', 'w/c/d'):
            tar.add(name, content=b'w')
        return
    tar.add('w/new%d' % number, content=b'new')
    marker = {'file': 'w/.wh.a', 'folder': 'w/.wh.c', 'opaque last': 'w/.wh..wh..opq', 'of nothing': 'no/such/.wh.folder',
              'written again': 'w/.wh.b'}.get(kind)
    if marker:
        tar.add(marker)
    if kind == 'written again':
        tar.add('w/b', content=b'again')


def add_random(tar, pick, number, prefix):
    """A few entries out of a small set of names, so that layers and entries meet."""
    files = []
    for _ in range(pick.randint(0, 8)):
        folder = pick.choice(['', 'r/', 's/', 'r/c/', 'long/' * pick.choice([1, 18]), 's/d d/'])
        name = prefix + folder + pick.choice(['x', 'y', 'z', 'n' * pick.choice([20, 90]), 'ünï', '.hidden'])
        kind = pick.choice(['file', 'file', 'file', 'folder', 'symlink', 'link', 'whiteout', 'opaque', 'empty'])
        mode = pick.choice([0o644, 0o755, 0o600, 0o4755, 0o444, 0o111])
        if kind == 'file':
            tar.add(name, content=pick.randbytes(pick.choice([1, 511, 512, 513, 3000])), mode=mode)
            files.append(name)
        elif kind == 'empty':
            tar.add(name, mode=mode)
        elif kind == 'folder':
            tar.add(name, tarfile.DIRTYPE, mode=0o755)
        elif kind == 'symlink':
            tar.add(name, tarfile.SYMTYPE, link=pick.choice(['x', '/app/run', 'nowhere', './y']), mode=0o777)
        elif kind == 'link' and files:
            tar.add(name + '-again', tarfile.LNKTYPE, link=pick.choice(files))
        elif kind == 'whiteout' and number > 0:
            tar.add(prefix + folder + '.wh.' + pick.choice(['x', 'y', 'r', 'c']))
        elif kind == 'opaque' and number > 0:
            tar.add(prefix + folder + '.wh..wh..opq')
