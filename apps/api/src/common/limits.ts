const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Every limit and default of the API, with its reason. */
export const limits = {
  /** Bodies are small JSON documents; files go through uploads. */
  bodyBytes: 1024 ** 2,
  /** As long as people expect; a stolen cookie does not work for ever. */
  sessionMs: 30 * day,
  /** Against guessing passwords: ten attempts for one login from one address, then a pause. */
  signIn: { attempts: 10, windowMs: 10 * minute },
  /** A lecture hall behind one address can sign up; a script that creates thousands of accounts cannot. */
  signUp: { attempts: 200, windowMs: hour },
  /** A token's last use is recorded to the minute, so that not every request writes a row. */
  lastUsedStepMs: minute,
  /** Small enough to repeat after an interruption, large enough that 256 MiB take 32 requests; S3 requires at least 5 MiB. */
  partBytes: 8 * 1024 ** 2,
  /** An upload can be resumed the next day. A complete upload that was not submitted expires after the same time. */
  uploadMs: day,
  /** Part URLs stay valid for longer than a slow upload takes. */
  partUrlSeconds: 6 * 3600,
  dataUrlSeconds: 6 * 3600,
  expireEveryMs: 10 * minute,
  removeArchivesEveryMs: hour,
  /** A runner reports every few seconds; after this time without a report it is shown as gone. */
  runnerAliveMs: 30_000,
  /** Live streams send at most five snapshots a second, and regular comments for proxies that close silent connections. */
  streamIntervalMs: 200,
  streamHeartbeatMs: 15_000,
  /** A part of the platform that takes longer to answer counts as down. */
  checkMs: 3000,
  /** How many recent runs the estimate of a waiting time looks at. */
  recentRuns: 20,
} as const;
