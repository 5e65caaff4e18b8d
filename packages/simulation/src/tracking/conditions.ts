/** The conditions of the tracker, the beam and the pile-up. */
export interface TrackerConditions {
  /** Mean number of charged particles of an event, over all its vertices. */
  particles: number;
  /** Mean number of collisions of a bunch crossing. */
  vertices: number;
  /** Centre and width of the luminous region, mm. */
  beamSpot: { x: number; y: number; z: number; width: number; length: number };
  /** Probability that a crossing gives a hit. */
  efficiency: number;
  /** Of all hits. */
  noise: number;
  /** Of a layer, in radiation lengths. */
  material: number;
  /** Of the particles: made away from the beam, by decays and in material. */
  secondaries: number;
  /** Standard deviation of each module's displacement along the circumference and along z or the radius, mm. */
  misalignment: number;
  /** Fraction of dead modules. */
  deadModules: number;
}

export const nominalTracker: TrackerConditions = {
  particles: 1000,
  vertices: 20,
  beamSpot: { x: 0, y: 0, z: 0, width: 0.015, length: 55 },
  efficiency: 0.98,
  noise: 0.13,
  material: 0.02,
  secondaries: 0.05,
  misalignment: 0,
  deadModules: 0,
};
