import type { ParticleBuffer } from './particle-buffer';

const { atan2, log, max, min, sqrt, PI } = Math;

const capacity = 1024;
const pi = PI;
const column = () => new Float64Array(capacity);
const indices = () => new Int32Array(capacity);

/**
 * Sequential recombination (anti-kT and kT) of massless particles, by the plain N^2 method with nearest neighbours
 * (Cacciari and Salam, Phys. Lett. B641 (2006) 57): with p = -1 or +1,
 *   d_ij = min(pt_i^2p, pt_j^2p) dR_ij^2 / R^2,   d_iB = pt_i^2p,   dR^2 = dy^2 + dphi^2.
 * An instance keeps its arrays from event to event.
 */
export class ClusterSequence {
  /** Clusters still open: the first `active` entries of the columns. */
  active = 0;
  /** The direction of each open cluster. */
  readonly y = column();
  readonly phi = column();
  /** Jets finished so far, which `jetOf` numbers from 0. */
  jetCount = 0;
  /** The jet in which each particle ended, or -1. */
  readonly jetOf = indices();

  private readonly pt = column();
  /** pt^2p */
  private readonly weight = column();
  /** The nearest open cluster within R (-1: none), and dR^2 / R^2 to it (1: none). */
  private readonly neighbour = indices();
  private readonly separation = column();
  /** d_ij to the neighbour, or d_iB. */
  private readonly distance = column();
  private readonly momenta = { e: column(), px: column(), py: column(), pz: column() };
  /** The particles of each cluster as a chain: first, last, and what follows each particle. */
  private readonly first = indices();
  private readonly last = indices();
  private readonly next = indices();
  /** The columns that move together when a cluster moves within the list. */
  private readonly columns: readonly (Float64Array | Int32Array)[];
  private readonly inverseSquare: number;
  private readonly beam: number;

  /**
   * @param power -1 for anti-kT, +1 for kT
   * @param radius R; Infinity leaves the beam distance out, for exclusive clustering
   * @param recombination E-scheme: four-momenta add; winner-takes-all: transverse momenta add, the harder one gives the direction
   */
  constructor(
    private readonly power: 1 | -1,
    radius: number,
    private readonly recombination: 'e-scheme' | 'winner-takes-all',
  ) {
    const { e, px, py, pz } = this.momenta;
    const { y, phi, pt, weight, neighbour, separation, distance, first, last } = this;
    this.columns = [
      y,
      phi,
      pt,
      weight,
      neighbour,
      separation,
      distance,
      first,
      last,
      ...(recombination === 'e-scheme' ? [e, px, py, pz] : []),
    ];
    this.inverseSquare = radius === Infinity ? 1 : 1 / (radius * radius);
    this.beam = radius === Infinity ? Infinity : 1;
  }

  /** Starts with each particle as its own cluster. @throws RangeError above 1,024 particles */
  start(particles: ParticleBuffer): void {
    const n = particles.count;
    if (n > capacity) throw new RangeError(`at most ${capacity} particles can be clustered, not ${n}`);
    const { e, px, py, pz } = this.momenta;
    e.set(particles.e.subarray(0, n));
    px.set(particles.px.subarray(0, n));
    py.set(particles.py.subarray(0, n));
    pz.set(particles.pz.subarray(0, n));
    this.active = n;
    this.jetCount = 0;
    for (let i = 0; i < n; i++) {
      this.jetOf[i] = -1;
      this.first[i] = this.last[i] = i;
      this.next[i] = -1;
      this.setDirection(i);
    }
    this.findAllNeighbours();
  }

  /** One step: joins the closest pair, or finishes the cluster closest to the beam. Returns the number of clusters still open. */
  step(): number {
    const { distance, active } = this;
    let closest = 0;
    let smallest = Infinity;
    for (let k = 0; k < active; k++) {
      if (distance[k]! < smallest) {
        smallest = distance[k]!;
        closest = k;
      }
    }
    const other = this.neighbour[closest]!;
    if (other < 0) this.finish(closest);
    else this.join(min(closest, other), max(closest, other));
    return this.active;
  }

  private finish(i: number): void {
    for (let k = this.first[i]!; k >= 0; k = this.next[k]!) this.jetOf[k] = this.jetCount;
    this.jetCount++;
    this.remove(i, -1);
  }

  private join(i: number, j: number): void {
    if (this.recombination === 'e-scheme') {
      const { e, px, py, pz } = this.momenta;
      e[i] = e[i]! + e[j]!;
      px[i] = px[i]! + px[j]!;
      py[i] = py[i]! + py[j]!;
      pz[i] = pz[i]! + pz[j]!;
      this.setDirection(i);
    } else {
      const winner = this.pt[j]! > this.pt[i]! ? j : i;
      this.y[i] = this.y[winner]!;
      this.phi[i] = this.phi[winner]!;
      this.setMomentum(i, this.pt[i]! + this.pt[j]!);
    }
    this.next[this.last[i]!] = this.first[j]!;
    this.last[i] = this.last[j]!;
    this.remove(j, i);
  }

  /**
   * Takes cluster j off the list, the last one moving to its place, and renews the neighbours of those that pointed to j or to the
   * cluster `changed` (-1: none changed).
   */
  private remove(j: number, changed: number): void {
    const end = --this.active;
    if (j !== end) {
      for (const values of this.columns) values[j] = values[end]!;
    }
    if (changed < 0) {
      for (let k = 0; k < end; k++) {
        if (this.neighbour[k] === j) this.findNeighbour(k);
        else if (this.neighbour[k] === end) this.neighbour[k] = j;
      }
      return;
    }
    const { y, phi, neighbour, separation, inverseSquare } = this;
    const changedY = y[changed]!;
    const changedPhi = phi[changed]!;
    for (let k = 0; k < end; k++) {
      const distance = squaredDistance(y[k]! - changedY, phi[k]! - changedPhi) * inverseSquare;
      if (k !== changed && distance <= separation[k]!) {
        this.setNeighbour(k, changed, distance);
      } else if (k === changed || neighbour[k] === j || neighbour[k] === changed) this.findNeighbour(k);
      else if (neighbour[k] === end) neighbour[k] = j;
    }
  }

  private findAllNeighbours(): void {
    const { y, phi, neighbour, separation, active, inverseSquare } = this;
    for (let i = 0; i < active; i++) {
      const yi = y[i]!;
      const phiI = phi[i]!;
      let nearest = -1;
      let smallest = this.beam;
      for (let k = 0; k < i; k++) {
        const distance = squaredDistance(yi - y[k]!, phiI - phi[k]!) * inverseSquare;
        if (distance < smallest) {
          smallest = distance;
          nearest = k;
        }
        if (distance < separation[k]!) {
          separation[k] = distance;
          neighbour[k] = i;
        }
      }
      neighbour[i] = nearest;
      separation[i] = smallest;
    }
    for (let i = 0; i < active; i++) this.setNeighbour(i, neighbour[i]!, separation[i]!);
  }

  private findNeighbour(i: number): void {
    const { y, phi, active, inverseSquare } = this;
    const yi = y[i]!;
    const phiI = phi[i]!;
    let nearest = -1;
    let separation = this.beam;
    for (let k = 0; k < active; k++) {
      const distance = squaredDistance(yi - y[k]!, phiI - phi[k]!) * inverseSquare;
      if (distance < separation && k !== i) {
        separation = distance;
        nearest = k;
      }
    }
    this.setNeighbour(i, nearest, separation);
  }

  private setNeighbour(i: number, neighbour: number, separation: number): void {
    const own = this.weight[i]!;
    this.neighbour[i] = neighbour;
    this.separation[i] = separation;
    this.distance[i] = separation * (neighbour < 0 ? own : min(own, this.weight[neighbour]!));
  }

  private setDirection(i: number): void {
    const { e, px, py, pz } = this.momenta;
    this.y[i] = log((e[i]! + pz[i]!) / (e[i]! - pz[i]!)) / 2;
    this.phi[i] = atan2(py[i]!, px[i]!);
    this.setMomentum(i, sqrt(px[i]! * px[i]! + py[i]! * py[i]!));
  }

  private setMomentum(i: number, pt: number): void {
    this.pt[i] = pt;
    this.weight[i] = this.power === 1 ? pt * pt : 1 / (pt * pt);
  }
}

function squaredDistance(dy: number, dphi: number): number {
  let wrapped = dphi < 0 ? -dphi : dphi;
  if (wrapped > pi) wrapped = 2 * pi - wrapped;
  return dy * dy + wrapped * wrapped;
}
