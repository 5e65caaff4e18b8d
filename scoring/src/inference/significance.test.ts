import fc from 'fast-check';
import { ScoringRefusal } from '../refusal';
import { countUpcrossings, grossVitellsProbability, sidakProbability } from './look-elsewhere';
import { asimovSignificance, asimovSignificanceWithUncertainty, liMaSignificance, profileSignificance } from './significance';

const events = fc.double({ min: 0.01, max: 1e5, noNaN: true });

describe('significances of a counting experiment', () => {
  it('tend to s / sqrt(b), and with an uncertainty to s / sqrt(b + sigma^2), for a small signal', () => {
    expect(asimovSignificance(1e-6, 400)).toBeCloseTo(5e-8, 15);
    expect(asimovSignificanceWithUncertainty(1e-3, 400, 15)).toBeCloseTo(1e-3 / 25, 9);
    expect(profileSignificance(400.001, 400, 15)).toBeCloseTo(1e-3 / 25, 9);
  });

  it('rise with the signal, fall with the background and with what is not known of it', () => {
    fc.assert(
      fc.property(events, events, events, (s, b, sigma) => {
        const z = asimovSignificance(s, b);
        expect(asimovSignificance(s * 1.1, b)).toBeGreaterThan(z);
        expect(asimovSignificance(s, b * 1.1)).toBeLessThan(z);
        expect(asimovSignificanceWithUncertainty(s, b, sigma)).toBeLessThanOrEqual(z * (1 + 1e-12));
        expect(asimovSignificanceWithUncertainty(s, b, sigma * 1.1)).toBeLessThanOrEqual(
          asimovSignificanceWithUncertainty(s, b, sigma) * (1 + 1e-9),
        );
      }),
    );
  });

  it('come to the known background as the uncertainty goes to 0', () => {
    for (const significance of [
      asimovSignificanceWithUncertainty,
      (s: number, b: number, sigma: number) => profileSignificance(s + b, b, sigma),
    ]) {
      expect(significance(20, 50, 0)).toBeCloseTo(asimovSignificance(20, 50), 12);
      expect(significance(20, 50, 1e-4)).toBeCloseTo(asimovSignificance(20, 50), 8);
    }
  });

  it('of the profile likelihood are at its maximum over the background', () => {
    const [n, b, sigma] = [130, 100, 8];
    const scan = Array.from({ length: 20_001 }, (_, i) => 90 + i / 400).map(
      (mean) => 2 * (n * Math.log(n / mean) + mean - n) + ((mean - b) / sigma) ** 2,
    );
    expect(profileSignificance(n, b, sigma)).toBeCloseTo(Math.sqrt(Math.min(...scan)), 6);
    // With a large uncertainty the fitted background is what was observed.
    expect(profileSignificance(130, 100, 1e6)).toBeCloseTo(30 / 1e6, 9);
  });

  it('turn their sign for a deficit and vanish without an excess', () => {
    expect(liMaSignificance(90, 500, 0.2)).toBeLessThan(0);
    expect(asimovSignificance(-10, 100)).toBeLessThan(0);
    expect(profileSignificance(90, 100, 5)).toBeLessThan(0);
    expect([liMaSignificance(100, 500, 0.2), liMaSignificance(0, 0, 1), asimovSignificance(0, 3)].map(Math.abs)).toEqual([0, 0, 0]);
    expect(asimovSignificance(-3, 3)).toBeCloseTo(-Math.sqrt(6), 12);
  });

  it('refuse a background of 0, which makes one event infinitely significant, and what is no number', () => {
    for (const bad of [0, -1, NaN, Infinity]) expect(() => asimovSignificance(1, bad)).toThrow(ScoringRefusal);
    expect(() => asimovSignificance(-4, 3)).toThrow('sum of signal and background is -1');
    expect(() => asimovSignificanceWithUncertainty(1, 1, -1)).toThrow(ScoringRefusal);
    expect(() => liMaSignificance(1, NaN, 1)).toThrow(ScoringRefusal);
    expect(() => liMaSignificance(1, 1, 0)).toThrow(ScoringRefusal);
    expect(() => profileSignificance(-1, 1, 1)).toThrow(ScoringRefusal);
  });
});

describe('the look-elsewhere effect', () => {
  it('costs nothing for one trial and at most its number', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(p, fc.integer({ min: 1, max: 1000 }), (local, trials) => {
        const global = sidakProbability(local, trials);
        expect(sidakProbability(local, 1)).toBeCloseTo(local, 14);
        expect(global).toBeGreaterThanOrEqual(local * (1 - 1e-12));
        expect(global).toBeLessThanOrEqual(Math.min(1, trials * local) * (1 + 1e-12));
      }),
    );
  });

  it('counts only what rises through the level', () => {
    expect(countUpcrossings([0, 2, 0, 1, 3, 3, 0.5], 1)).toBe(2);
    expect(countUpcrossings([2, 0, 0], 1)).toBe(0);
    expect(countUpcrossings([], 1)).toBe(0);
  });

  it('never exceeds probability 1, and refuses a level above the significance', () => {
    expect(grossVitellsProbability(1, 1, 50)).toBe(1);
    expect(() => grossVitellsProbability(1, 2, 5)).toThrow(ScoringRefusal);
    expect(() => sidakProbability(1.5, 5)).toThrow(ScoringRefusal);
    expect(() => sidakProbability(0.5, 0)).toThrow(ScoringRefusal);
  });
});
