"""Writes random image archives: make-image-archives.py FOLDER FIRST COUNT. One seed for each archive, which draws its features."""
import gzip, hashlib, io, json, random, sys, tarfile

FORMATS = {'pax': tarfile.PAX_FORMAT, 'gnu': tarfile.GNU_FORMAT, 'ustar': tarfile.USTAR_FORMAT}
ARCHITECTURE = {'x86_64': 'amd64', 'aarch64': 'arm64'}[__import__('os').uname().machine]
sha = lambda data: hashlib.sha256(data).hexdigest()


def entry(tar, name, kind=tarfile.REGTYPE, content=b'', mode=0o644, link=''):
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.linkname, info.size = kind, mode, link, len(content)
    tar.addfile(info, io.BytesIO(content))


def layer(pick, number, form):
    """One layer: a few entries out of a small set of names, so that layers and entries meet."""
    out = io.BytesIO()
    prefix = pick.choice(['', './'])
    with tarfile.open(fileobj=out, mode='w', format=FORMATS[form]) as tar:
        if number == 0:
            entry(tar, prefix + 'app/run', content=b'#!/bin/sh\n', mode=0o755)
        files = []
        for _ in range(pick.randint(1, 8)):
            folder = pick.choice(['', 'a/', 'b/', 'a/c/', 'long/' * pick.choice([1, 18]), 'b/d d/'])
            name = prefix + folder + pick.choice(['x', 'y', 'z', 'n' * pick.choice([20, 90]), 'ünï', '.hidden'])
            kind = pick.choice(['file', 'file', 'file', 'folder', 'symlink', 'link', 'whiteout', 'opaque', 'empty'])
            mode = pick.choice([0o644, 0o755, 0o600, 0o4755, 0o444, 0o111])
            if kind == 'file':
                entry(tar, name, content=pick.randbytes(pick.choice([1, 511, 512, 513, 3000])), mode=mode)
                files.append(name)
            elif kind == 'empty':
                entry(tar, name, mode=mode)
            elif kind == 'folder':
                entry(tar, name, tarfile.DIRTYPE, mode=0o755)
            elif kind == 'symlink':
                entry(tar, name, tarfile.SYMTYPE, link=pick.choice(['x', '/app/run', 'nowhere', './y']), mode=0o777)
            elif kind == 'link' and files:
                entry(tar, name + '-again', tarfile.LNKTYPE, link=pick.choice(files))
            elif kind == 'whiteout' and number > 0:
                entry(tar, prefix + folder + '.wh.' + pick.choice(['x', 'y', 'a', 'c']))
            elif kind == 'opaque' and number > 0:
                entry(tar, prefix + folder + '.wh..wh..opq')
    return out.getvalue()


def archive(path, seed):
    pick = random.Random(seed)
    form = pick.choice(list(FORMATS))
    layers = []
    while len(layers) < pick.choice([1, 2, 3]):
        try:
            layers.append(layer(pick, len(layers), form))
        except ValueError:  # ustar cannot hold the name
            form = 'pax'
    run = {'Entrypoint': ['/app/run'], 'Cmd': pick.choice([None, ['--serve']]), 'WorkingDir': pick.choice(['', '/app', '/made/here']),
           'Env': pick.choice([None, ['PATH=/app:/bin', 'A=b=c']])}
    config = json.dumps({'architecture': ARCHITECTURE, 'os': 'linux', 'config': run,
                         'rootfs': {'type': 'layers', 'diff_ids': ['sha256:' + sha(one) for one in layers]}}).encode()
    zipped = pick.random() < 0.5
    stored = [gzip.compress(one, mtime=0) if zipped else one for one in layers]
    docker = pick.random() < 0.5
    with tarfile.open(path, 'w', format=FORMATS[pick.choice(list(FORMATS))]) as tar:
        if docker:
            names = ['%s/layer.tar' % sha(one) for one in stored]
            entry(tar, sha(config) + '.json', content=config)
            for name, one in dict(zip(names, stored)).items():
                entry(tar, name, content=one)
            entry(tar, 'manifest.json', content=json.dumps([{'Config': sha(config) + '.json', 'RepoTags': ['a:b'], 'Layers': names}]).encode())
        else:
            oci = 'application/vnd.oci.image.'
            describe = lambda kind, data: {'mediaType': oci + kind, 'digest': 'sha256:' + sha(data), 'size': len(data)}
            manifest = json.dumps({'schemaVersion': 2, 'config': describe('config.v1+json', config),
                                   'layers': [describe('layer.v1.tar' + ('+gzip' if zipped else ''), one) for one in stored]}).encode()
            index = {'schemaVersion': 2, 'manifests': [describe('manifest.v1+json', manifest)]}
            entry(tar, 'oci-layout', content=b'{"imageLayoutVersion":"1.0.0"}')
            entry(tar, 'index.json', content=json.dumps(index).encode())
            for blob in {sha(one): one for one in [config, manifest, *stored]}.values():
                entry(tar, 'blobs/sha256/' + sha(blob), content=blob)
    return {'seed': seed, 'path': path, 'form': 'docker-archive' if docker else 'oci-archive'}


folder, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for seed in range(first, first + count):
    print(json.dumps(archive('%s/%d.tar' % (folder, seed), seed)))
