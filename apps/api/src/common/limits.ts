const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Every limit and default of the API in one place, with its reason. */
export const limits = {
  /** Bodies are small JSON documents; files go through uploads. */
  bodyBytes: 1024 ** 2,
  /** As long as people are used to; a stolen cookie does not live for ever. */
  sessionMs: 30 * day,
  /** Guessing a password: ten wrong ones for one login from one address, then a pause. */
  signIn: { attempts: 10, windowMs: 10 * minute },
  /** A lecture hall behind one address can sign up; a script that makes accounts by the thousand can not. */
  signUp: { attempts: 200, windowMs: hour },
  /** A token's last use is shown by the minute, so that reading does not write a row each time. */
  lastUsedStepMs: minute,
  /** Small enough to repeat after a cut, large enough that 256 MiB are 32 requests; S3 wants at least 5 MiB. */
  partBytes: 8 * 1024 ** 2,
  /** An upload can be resumed the next day. A complete one that was never submitted goes after the same time. */
  uploadMs: day,
  /** Part URLs outlive a slow upload of one session. */
  partUrlSeconds: 6 * 3600,
  dataUrlSeconds: 6 * 3600,
  expireEveryMs: 10 * minute,
  removeArchivesEveryMs: hour,
  /** A runner reports every few seconds; after this it is shown as gone. */
  runnerAliveMs: 30_000,
  /** Live streams: at most five snapshots a second, and a sign of life for proxies that close silent connections. */
  streamIntervalMs: 200,
  streamHeartbeatMs: 15_000,
  /** A part that takes longer to answer is taken for gone. */
  checkMs: 3000,
  /** How many recent runs the estimate of a waiting time looks at. */
  recentRuns: 20,
} as const;
