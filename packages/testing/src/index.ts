export { numpyFiles } from './numpy-files';
export { describeWhere, skipSuffix, testWhere } from './skips';
export { temporaryFolder } from './temporary-folder';
export { describeWithFixtures, fixtureNames, fixturePath, fixturesAbsent, hasFixtures, testWithFixtures } from './third-party';
export { readVector, unpackedVectors, vectorNames, vectorPath } from './vectors';
