export { describeWhere, skipSuffix, testWhere } from './skips';
export { describeWithFixtures, fixtureNames, fixturePath, fixturesAbsent, hasFixtures, testWithFixtures } from './third-party';
export { readVector, unpackedVectors, vectorNames, vectorPath } from './vectors';
