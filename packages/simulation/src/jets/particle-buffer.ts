import type { FourVector } from './four-vector';

/** Kinds of particles that the detector distinguishes. A top is kept on its mass shell until it decays. */
export const ParticleKind = { charged: 1, photon: 2, neutralHadron: 3, top: 4 } as const;
export type ParticleKind = (typeof ParticleKind)[keyof typeof ParticleKind];

/** A list of particles in columns, reused from event to event. A range starts at `from` and ends with the list. */
export class ParticleBuffer {
  count = 0;
  e = new Float64Array(512);
  px = new Float64Array(512);
  py = new Float64Array(512);
  pz = new Float64Array(512);
  kind = new Uint8Array(512);

  push({ e, px, py, pz }: FourVector, kind: number): void {
    if (this.count === this.e.length) this.grow();
    const i = this.count++;
    this.e[i] = e;
    this.px[i] = px;
    this.py[i] = py;
    this.pz[i] = pz;
    this.kind[i] = kind;
  }

  /** Appends particle i of another list. */
  pushFrom(other: ParticleBuffer, i: number): void {
    this.push({ e: other.e[i]!, px: other.px[i]!, py: other.py[i]!, pz: other.pz[i]! }, other.kind[i]!);
  }

  /** The sum of the particles from..to-1. */
  sum(from = 0, to = this.count): FourVector {
    const total = { e: 0, px: 0, py: 0, pz: 0 };
    for (let i = from; i < to; i++) {
      total.e += this.e[i]!;
      total.px += this.px[i]!;
      total.py += this.py[i]!;
      total.pz += this.pz[i]!;
    }
    return total;
  }

  /** Takes the first particle of a kind off the list, the last one moving to its place. @throws Error where there is none */
  take(kind: ParticleKind): FourVector {
    const i = this.kind.subarray(0, this.count).indexOf(kind);
    if (i < 0) throw new Error(`no particle of kind ${kind}`);
    const taken = { e: this.e[i]!, px: this.px[i]!, py: this.py[i]!, pz: this.pz[i]! };
    const last = --this.count;
    for (const column of [this.e, this.px, this.py, this.pz, this.kind]) column[i] = column[last]!;
    return taken;
  }

  /** Rotates a range so that what lay along z lies along the direction of polar angle theta and azimuth phi. */
  rotate(from: number, cosTheta: number, phi: number): void {
    const sinTheta = Math.sqrt(Math.max(0, 1 - cosTheta * cosTheta));
    const cosPhi = Math.cos(phi);
    const sinPhi = Math.sin(phi);
    for (let i = from; i < this.count; i++) {
      const x = cosTheta * this.px[i]! + sinTheta * this.pz[i]!;
      const y = this.py[i]!;
      this.pz[i] = cosTheta * this.pz[i]! - sinTheta * this.px[i]!;
      this.px[i] = cosPhi * x - sinPhi * y;
      this.py[i] = sinPhi * x + cosPhi * y;
    }
  }

  /** Boosts a range along z by the rapidity: E +- pz is multiplied by exp(+-rapidity). */
  boostAlongZ(from: number, rapidity: number, to = this.count): void {
    const cosh = Math.cosh(rapidity);
    const sinh = Math.sinh(rapidity);
    for (let i = from; i < to; i++) {
      const e = this.e[i]!;
      const pz = this.pz[i]!;
      this.e[i] = cosh * e + sinh * pz;
      this.pz[i] = cosh * pz + sinh * e;
    }
  }

  /** Boosts a range from the rest frame of `p` (of mass m > 0) to the frame in which that has momentum p. */
  boost(from: number, p: FourVector, m: number): void {
    const ux = p.px / m;
    const uy = p.py / m;
    const uz = p.pz / m;
    const gamma = Math.sqrt(1 + ux * ux + uy * uy + uz * uz);
    for (let i = from; i < this.count; i++) {
      const e = this.e[i]!;
      const along = ux * this.px[i]! + uy * this.py[i]! + uz * this.pz[i]!;
      const shift = along / (gamma + 1) + e;
      this.e[i] = gamma * e + along;
      this.px[i] = this.px[i]! + ux * shift;
      this.py[i] = this.py[i]! + uy * shift;
      this.pz[i] = this.pz[i]! + uz * shift;
    }
  }

  private grow(): void {
    const larger = <T extends Float64Array | Uint8Array>(old: T, copy: T): T => {
      copy.set(old);
      return copy;
    };
    const size = 2 * this.count;
    this.e = larger(this.e, new Float64Array(size));
    this.px = larger(this.px, new Float64Array(size));
    this.py = larger(this.py, new Float64Array(size));
    this.pz = larger(this.pz, new Float64Array(size));
    this.kind = larger(this.kind, new Uint8Array(size));
  }
}
