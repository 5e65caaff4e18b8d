import { massless } from '../jets/four-vector';
import { ParticleBuffer, ParticleKind } from '../jets/particle-buffer';
import { particlesPerEvent } from './generate-dijets';
import { dijetFeatures, measureDijet } from './measure-dijet';

const event = new ParticleBuffer();

/**
 * The features of events that were not generated here, from their particles.
 *
 * @param particles [N, 700, 3]: pt in GeV, eta, phi; padding (pt = 0) ends an event
 * @returns features [N, 14], see `dijetFeatures`, and the mass of the two hardest jets [N], GeV
 */
export function measureDijets(particles: Float32Array): { features: Float32Array<ArrayBuffer>; dijetMass: Float32Array<ArrayBuffer> } {
  const width = particlesPerEvent * 3;
  const count = particles.length / width;
  const features = new Float32Array(count * dijetFeatures.length);
  const dijetMass = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    event.count = 0;
    for (let at = i * width; at < (i + 1) * width && particles[at]! > 0; at += 3) {
      const [pt, eta, phi] = [particles[at]!, particles[at + 1]!, particles[at + 2]!];
      event.push(massless(pt, eta, phi), ParticleKind.charged);
    }
    const measured = measureDijet(event);
    features.set(measured.features, i * dijetFeatures.length);
    dijetMass[i] = measured.dijetMass;
  }
  return { features, dijetMass };
}
