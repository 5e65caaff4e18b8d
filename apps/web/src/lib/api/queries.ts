import { cache } from 'react';
import {
  BoardView,
  ChallengeCondition,
  ChallengeDetail,
  ChallengeSummary,
  DataFile,
  DifferencesView,
  DisclosureView,
  EvaluationView,
  LandscapeView,
  Me,
  pageOf,
  PlatformStatus,
  Quota,
  RunnerTime,
  RunnerToken,
  SubmissionView,
  Token,
} from '@unblind/contracts';
import { ApiError } from './api-error';
import { get, segment } from './server';

/** The API requests of the pages. Cached ones are sent at most once per rendering, however many components call them. */

export const getMe = cache(async (): Promise<Me | null> => {
  try {
    return await get('/accounts/me', Me);
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
});

export const getStatus = cache(async (): Promise<PlatformStatus | null> => {
  try {
    return await get('/status', PlatformStatus);
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
});

export const getChallenges = cache(() => get('/challenges', ChallengeSummary.array()));
/** The current version of a challenge, or an archived one by its number. */
export const getChallenge = cache((slug: string, version?: string) => {
  const query = version === undefined ? '' : `?${new URLSearchParams({ version })}`;
  return get(`/challenges/${segment(slug)}${query}`, ChallengeDetail);
});
/** For organisers: of one challenge, or of all. */
export const getChallengeConditions = cache((slug?: string) => {
  const query = slug === undefined ? '' : `?${new URLSearchParams({ challenge: slug })}`;
  return get(`/challenge-conditions${query}`, ChallengeCondition.array());
});
export const getDisclosures = cache((slug: string) => get(`/challenges/${segment(slug)}/disclosures`, DisclosureView.array()));
export const getDataFiles = cache((slug: string) => get(`/challenges/${segment(slug)}/data`, DataFile.array()));
export const getQuotas = cache((slug: string) => get(`/challenges/${segment(slug)}/quota`, Quota.array()));
export const getRunnerTokens = cache(() => get('/runner-tokens', RunnerToken.array()));
export const getRunnerTime = cache(() => get('/runner-time', RunnerTime));
export const getTokens = cache(() => get('/tokens', Token.array()));

export function getBoard(slug: string, board: string, query: URLSearchParams): Promise<BoardView> {
  return get(`/challenges/${segment(slug)}/boards/${segment(board)}?${query}`, BoardView);
}

export function getLandscape(slug: string, query: URLSearchParams): Promise<LandscapeView> {
  return get(`/challenges/${segment(slug)}/landscape?${query}`, LandscapeView);
}

export function getSubmissions(slug: string, cursor?: string) {
  const query = new URLSearchParams({ challenge: slug, ...(cursor && { cursor }) });
  return get(`/submissions?${query}`, pageOf(SubmissionView));
}

export const getSubmission = cache((id: string) => get(`/submissions/${segment(id)}`, SubmissionView));
export const getEvaluation = cache((id: string) => get(`/evaluations/${segment(id)}`, EvaluationView));

export function getDifferences(evaluation: string, from: string): Promise<DifferencesView> {
  return get(`/evaluations/${segment(evaluation)}/differences?${new URLSearchParams({ from })}`, DifferencesView);
}
