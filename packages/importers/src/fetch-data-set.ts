import { loadChallenge } from '@unblind/challenges';
import { ParticipantFault } from '@unblind/contracts';
import { fetchSources, type FetchRequest } from './fetch-sources';
import { importedSource, importerOf } from './importers';

/** Downloads the data set that a challenge can import. @returns the names of its files @throws if the download needs an account, or there is no network */
export async function fetchDataSet(challenge: string, request: Omit<FetchRequest, 'origins'>): Promise<string[]> {
  const imported = importedSource((await loadChallenge(challenge)).manifest);
  const origins = imported && importerOf(imported.source.importer).origins;
  if (origins) return fetchSources({ ...request, origins });
  throw new ParticipantFault('file-empty', {
    message: imported
      ? `${imported.source.url} gives its files to people with an account only.`
      : `${challenge} names no data set to import.`,
    fix: 'Download the files there and give their folder with --from.',
  });
}
