import { jetSubstructure } from './jet-substructure';

describe('the three numbers of jet substructure', () => {
  it('are mass, tau21 and tau32 of each jet, in that order', () => {
    // pt, eta, phi, mass, tau1, tau2, tau3, tau21, tau32
    const jets = Float32Array.of(600, 0.5, 1, 172.5, 0.5, 0.25, 0.125, 0.5, 0.75, 580, -1, 2, 80.5, 0.5, 0.125, 0.0625, 0.25, 0.625);
    expect(jetSubstructure.derive(jets, 2).substructure).toEqual(Float32Array.of(172.5, 0.5, 0.75, 80.5, 0.25, 0.625));
  });
});
