/** A cluster with one daemon of each kind, without authentication between them, stored in memory. */
export function cephConfiguration({ folder, cluster, monitorPort }: { folder: string; cluster: string; monitorPort: number }): string {
  const settings = {
    fsid: cluster,
    'mon initial members': 'a',
    'mon host': `v1:127.0.0.1:${monitorPort}`,
    'auth cluster required': 'none',
    'auth service required': 'none',
    'auth client required': 'none',
    'auth allow insecure global id reclaim': 'true',
    'osd pool default size': '1',
    'osd pool default min size': '1',
    'osd pool default pg num': '1',
    'osd pool default pg autoscale mode': 'off',
    'osd crush chooseleaf type': '0',
    'mon max pg per osd': '1000',
    'mon allow pool size one': 'true',
    'mon warn on pool no redundancy': 'false',
    // A nearly full disk does not matter to a store in memory.
    'mon data avail warn': '1',
    'mon data avail crit': '1',
    'osd objectstore': 'memstore',
    'memstore device bytes': String(2 * 1024 ** 3),
    'run dir': `${folder}/run`,
    'log file': `${folder}/$name.log`,
    'admin socket': `${folder}/run/$name.asok`,
    'pid file': `${folder}/run/$name.pid`,
    'mon data': `${folder}/mon`,
    'osd data': `${folder}/osd`,
    'rgw data': `${folder}/rgw`,
    'ms bind ipv6': 'false',
    'public addr': '127.0.0.1',
    'cluster addr': '127.0.0.1',
    'rgw enable usage log': 'false',
    'rgw thread pool size': '16',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return ['[global]', ...lines, ''].join('\n');
}
