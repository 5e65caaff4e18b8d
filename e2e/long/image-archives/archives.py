"""Writes image archives: archives.py FOLDER FIRST COUNT, or `archives.py features`. The first archives are
the rows of features.py as they are, the others those that are read, with entries drawn at random in front of the end."""
import gzip, hashlib, io, json, lzma, os, random, subprocess, sys, tarfile
import features
from layers import Tar, layer

ARCHITECTURE = {'x86_64': 'amd64', 'aarch64': 'arm64'}[os.uname().machine]
OCI = 'application/vnd.oci.image.'
DOCKER = 'application/vnd.docker.'
sha = lambda data: hashlib.sha256(data).hexdigest()
blob = lambda data: 'blobs/sha256/' + sha(data)
encoded = lambda value: json.dumps(value).encode()


def compressed(kind, number, data):
    if kind == 'none' or (kind == 'mixed' and number % 2 == 1):
        return data
    if kind == 'members':
        return gzip.compress(data[:700], mtime=0) + gzip.compress(data[700:], mtime=0)
    if kind == 'stored':
        return gzip.compress(data, compresslevel=0, mtime=0)
    if kind == 'named':
        out = io.BytesIO()
        with gzip.GzipFile('layer.tar', 'wb', fileobj=out, mtime=5) as file:
            file.write(data)
        return out.getvalue()
    if kind == 'zstd':
        return subprocess.run(['zstd', '-q', '-c'], input=data, check=True, capture_output=True).stdout
    return lzma.compress(data) if kind == 'xz' else gzip.compress(data, mtime=0)


def run_config(row):
    run = {'entrypoint': {'Entrypoint': ['/app/run', '-v']}, 'cmd': {'Cmd': ['/app/run', 'ü', '']}, 'both': {'Entrypoint': ['/app/run'], 'Cmd': ['--serve']}}[
        row['command']]
    more = {
        'nulls': {'Env': None, 'WorkingDir': '', 'Volumes': None, 'Labels': None, 'OnBuild': None},
        'environment': {'Env': ['PATH=/app:/bin', 'A=b=c', 'EMPTY=', 'A=again', 'line=one\ntwo']},
        'directory': {'WorkingDir': '/app'},
        'made directory': {'WorkingDir': '/made/here/'},
        'user': {'User': '1000:1000'},
        'more fields': {'Labels': {'a': 'b'}, 'ExposedPorts': {'80/tcp': {}}, 'Volumes': {'/data': {}}, 'StopSignal': 'SIGTERM', 'ArgsEscaped': True},
        'relative directory': {'WorkingDir': 'app'},
        'no variable': {'Env': ['no variable']},
    }.get(row['config'], {})
    return {} if row['config'] == 'no command' else {**run, **more}


def config_of(row, layers):
    architecture = {"machine's name": os.uname().machine, 'other machine': 's390x'}.get(row['config'], ARCHITECTURE)
    config = {'architecture': architecture, 'os': 'linux', 'config': run_config(row),
              'rootfs': {'type': 'layers', 'diff_ids': ['sha256:' + sha(one) for one in layers]}}
    if row['config'] == 'more fields':
        config.update({'created': '1970-01-01T00:00:00Z', 'author': 'ü', 'history': [{'created_by': 'x'} for _ in layers]})
    return encoded(config)


def docker_files(row, config, stored):
    """Names and contents as the builders write them; a content may be a link: (kind, target)."""
    form = row['form']
    config_name = {'crane': 'sha256:' + sha(config), 'jib': 'config.json', 'docker 25': blob(config)}.get(form, sha(config) + '.json')
    name = {'crane': lambda one: sha(one) + '.tar.gz', 'jib': lambda one: sha(one) + '.tar.gz', 'docker 25': blob}.get(form, lambda one: sha(one) + '/layer.tar')
    files = {config_name: config}
    for one in stored:
        files['shared/' + sha(one) if 'links' in form else name(one)] = one
        if 'links' in form:
            files[name(one)] = ('hard', 'shared/' + sha(one)) if 'hard' in form else ('soft', '../shared/' + sha(one))
    manifest = {'Config': config_name, 'RepoTags': ['a:b'], 'Layers': [name(one) for one in stored]}
    return files, manifest


def descriptor(kind, data, **more):
    return {'mediaType': kind, 'digest': 'sha256:' + sha(data), 'size': len(data), **more}


def layout_files(row, config, stored, layers):
    docker = row['form'] == "oci of docker's types"
    kinds = {'config': DOCKER + 'container.image.v1+json', 'manifest': DOCKER + 'distribution.manifest.v2+json'} if docker else {
        'config': OCI + 'config.v1+json', 'manifest': OCI + 'manifest.v1+json'}
    suffix = lambda one, plain: '' if one == plain else '+zstd' if one[:4] == b'\x28\xb5\x2f\xfd' else '+gzip'
    kind_of = lambda one, plain: (DOCKER + 'image.rootfs.diff.tar' + suffix(one, plain).replace('+', '.')) if docker else OCI + 'layer.v1.tar' + suffix(one, plain)
    manifest = encoded({'schemaVersion': 2, 'mediaType': kinds['manifest'], 'config': descriptor(kinds['config'], config),
                        'layers': [descriptor(kind_of(*both), both[0]) for both in zip(stored, layers)]})
    blobs = [config, *stored, manifest]
    name = {'annotations': {'org.opencontainers.image.ref.name': 'a'}}
    listed = [descriptor(kinds['manifest'], manifest)]
    form = row['form']
    if form == 'beside others':
        sbom = encoded({'schemaVersion': 2, 'artifactType': 'application/spdx+json', 'config': descriptor('application/vnd.oci.empty.v1+json', b'{}'),
                        'layers': [descriptor('application/spdx+json', b'{}')], 'subject': listed[0]})
        blobs += [sbom, b'{}']
        listed = [{**listed[0], **name}, descriptor(OCI + 'manifest.v1+json', sbom, artifactType='application/spdx+json'),
                  descriptor(OCI + 'manifest.v1+json', b'never saved', platform={'os': 'linux', 'architecture': 's390x'})]
    elif form == 'two tags':
        listed = [{**listed[0], **name}, {**listed[0], 'annotations': {'org.opencontainers.image.ref.name': 'latest'}}]
    else:
        for _ in range({'index in index': 1, 'three indexes': 2}.get(form, 0)):
            index = encoded({'schemaVersion': 2, 'mediaType': OCI + 'index.v1+json',
                             'manifests': [{**listed[0], 'platform': {'os': 'linux', 'architecture': ARCHITECTURE}}]})
            blobs.append(index)
            listed = [descriptor(OCI + 'index.v1+json', index)]
        listed = [{**listed[0], **name}]
    index = encoded({'schemaVersion': 2, 'manifests': listed})
    return {'oci-layout': b'{"imageLayoutVersion":"1.0.0"}', 'index.json': index, **{blob(one): one for one in blobs}}


def files_of(row, pick):
    """`pick` draws further entries; None for none."""
    count = {'one': 1, 'three': 3}.get(row['layers'], 2)
    layers = [layer(row, pick, number) for number in range(count)]
    if row['layers'] == 'same twice':
        layers.append(layers[-1])
    if row['layers'] == 'with an empty one':
        layers.append(b'\0' * 1024)
    stored = [compressed(row['compression'], number, one) for number, one in enumerate(layers)]
    config = config_of(row, layers)
    is_layout = 'oci' in row['form'] or 'index' in row['form'] or row['form'] in ('beside others', 'two tags')
    if is_layout:
        return layout_files(row, config, stored, layers), 'oci-archive'
    files, manifest = docker_files(row, config, stored)
    if row['form'] == 'wrong digest':
        files[manifest['Layers'][0]] = compressed(row['compression'], 0, layer({**row, 'names': 'spaces' if row['names'] == 'unicode' else 'unicode'}, pick, 0))
    if row['form'] == 'lost layer':
        del files[manifest['Layers'][0]]
    manifests = [manifest, {**manifest, 'Layers': manifest['Layers'][::-1] + manifest['Layers']}] if row['form'] == 'two images' else [manifest]
    if row['form'] == 'docker 25':
        files = {**layout_files({**row, 'form': 'oci'}, config, stored, layers), **files}
    return {**files, 'manifest.json': encoded(manifests)}, 'docker-archive'


def write(path, row, pick):
    files, kind = files_of(row, pick)
    outer = row['outer']
    tar = Tar(outer if outer in ('pax', 'gnu', 'ustar') else 'gnu')
    if outer == 'folders':
        for folder in sorted({os.path.dirname(name) for name in files} - {''}):
            tar.add(folder + '/', tarfile.DIRTYPE, mode=0o755)
    for name, content in files.items():
        dot = './' if outer == 'dotted' else ''
        if isinstance(content, tuple):
            hard = content[0] == 'hard'
            tar.add(dot + name, tarfile.LNKTYPE if hard else tarfile.SYMTYPE, link=(dot if hard else '') + content[1])
        else:
            tar.add(dot + name, content=content)
    data = tar.ended()
    with open(path, 'wb') as file:
        file.write(gzip.compress(data) if row['form'] == 'compressed as a whole' else data)
    return {'path': path, 'kind': kind}


TAKEN, REFUSED = features.taken_rows(), features.refused_rows()
PLAIN = TAKEN + REFUSED


def archive(folder, number):
    """`here` is the archive, `there` what means the same to the tools."""
    is_plain = number < len(PLAIN)
    row = PLAIN[number] if is_plain else TAKEN[(number - len(PLAIN)) % len(TAKEN)]
    draws = lambda: None if is_plain else random.Random(number)
    as_read = features.as_the_tools_read(row)
    here = write('%s/%d.tar' % (folder, number), row, draws())
    there = here if as_read == row else write('%s/%d-for-tools.tar' % (folder, number), as_read, draws())
    return {'number': number, 'row': row, 'here': here, 'there': there}


if sys.argv[1] == 'features':
    print(json.dumps({'taken': features.TAKEN, 'refused': features.REFUSED, 'rows': len(PLAIN)}))
else:
    folder, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for number in range(first, first + count):
        print(json.dumps(archive(folder, number)))
