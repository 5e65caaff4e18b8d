import { trackerLayers, type TrackerEvent, type TrackerHit, type TrackerLayer } from '@unblind/simulation';

/** The four files of an event in TrackML's format, named without the prefix `event000001000-` and the extension `.csv`. */
export function eventCsv(
  { hits, particles }: TrackerEvent,
  weights: Float64Array,
): Record<'hits' | 'cells' | 'particles' | 'truth', string> {
  return {
    hits: csv(
      'hit_id,x,y,z,volume_id,layer_id,module_id',
      hits.map(({ x, y, z, layer, module }, i) => [i + 1, x, y, z, layer.volume, layer.layer, module]),
    ),
    cells: csv(
      'hit_id,ch0,ch1,value',
      hits.flatMap((hit, i) => cellsOf(hit, i + 1)),
    ),
    particles: csv(
      'particle_id,vx,vy,vz,px,py,pz,q,nhits',
      particles.map((p) => [p.id, p.x, p.y, p.z, p.px, p.py, p.pz, p.charge, p.hits]),
    ),
    truth: csv(
      'hit_id,particle_id,tx,ty,tz,tpx,tpy,tpz,weight',
      hits.map(({ particleId, truth }, i) => [i + 1, particleId, ...truth, weights[i] ?? 0]),
    ),
  };
}

/** Every module: its centre, the axes of its plane (u about the beam, v along z or the radius) and half sizes, mm. */
export function detectorsCsv(): string {
  return csv(
    'volume_id,layer_id,module_id,cx,cy,cz,rot_xu,rot_xv,rot_xw,rot_yu,rot_yv,rot_yw,rot_zu,rot_zv,rot_zw,module_t,module_minhu,module_maxhu,module_hv,pitch_u,pitch_v',
    trackerLayers.flatMap((layer) => Array.from({ length: layer.modules[0] * layer.modules[1] }, (_, i) => moduleRow(layer, i + 1))),
  );
}

function moduleRow(layer: TrackerLayer, module: number): number[] {
  const { phi, along, halfAngle, halfLength } = moduleOf(layer, module);
  const [c, s] = [Math.cos(phi), Math.sin(phi)];
  const isBarrel = layer.shape === 'barrel';
  const radius = isBarrel ? layer.position : along;
  const centre = [radius * c, radius * s, isBarrel ? along : layer.position];
  const axes = isBarrel ? [-s, 0, c, c, 0, s, 0, 1, 0] : [-s, c, 0, c, s, 0, 0, 0, -1];
  const [inner, outer] = isBarrel ? [radius, radius] : [along - halfLength, along + halfLength];
  return [layer.volume, layer.layer, module, ...centre, ...axes, 0.15, inner * halfAngle, outer * halfAngle, halfLength, ...layer.pitch];
}

function moduleOf({ modules: [around, rows], from, to }: TrackerLayer, module: number) {
  const [column, row] = [(module - 1) % around, Math.floor((module - 1) / around)];
  const halfLength = (to - from) / rows / 2;
  return {
    phi: -Math.PI + (2 * Math.PI * (column + 0.5)) / around,
    along: from + (2 * row + 1) * halfLength,
    halfAngle: Math.PI / around,
    halfLength,
  };
}

/** The cells are placed on a diagonal; channels are counted from the module's corner. */
function cellsOf({ layer, module, x, y, z, cells: [across, length], charge }: TrackerHit, hitId: number): number[][] {
  const { phi, along, halfAngle, halfLength } = moduleOf(layer, module);
  const radius = Math.hypot(x, y);
  const offset = Math.atan2(Math.sin(Math.atan2(y, x) - phi), Math.cos(Math.atan2(y, x) - phi));
  const u = Math.max(0, Math.floor((radius * (offset + halfAngle)) / layer.pitch[0]));
  const v = Math.max(0, Math.floor(((layer.shape === 'barrel' ? z : radius) - along + halfLength) / layer.pitch[1]));
  const count = Math.max(across, length);
  return Array.from({ length: count }, (_, i) => [
    hitId,
    u + Math.floor((i * across) / count),
    v + Math.floor((i * length) / count),
    charge / count,
  ]);
}

function csv(header: string, rows: readonly (readonly (number | bigint)[])[]): string {
  return `${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`;
}
