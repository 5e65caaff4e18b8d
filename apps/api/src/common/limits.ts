const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Every limit and default of the API, with its reason. */
export const limits = {
  /** Bodies are small JSON documents; files go through uploads. */
  bodyBytes: 1024 ** 2,
  /** As long as people expect; a stolen cookie does not work for ever. */
  sessionMs: 30 * day,
  /**
   * A password takes a tenth of a second of one core, away from the thread that answers requests. Two threads leave cores for the
   * rest; a full queue is emptied within about three seconds, and one sender gets a quarter of it.
   */
  passwordHashing: { threads: 2, waiting: 64, waitingPerOwner: 16, retryAfterSeconds: 5 },
  /** As many attempts as people need who try their old passwords. Then one a minute, so that nobody is locked out. */
  signIn: { name: 'sign-in', burst: 10, everyMs: minute },
  /** The same for a browser that the account was used with before, which counts by itself. */
  signInDevice: { name: 'sign-in device', burst: 10, everyMs: minute },
  /** A lecture hall of people who mistype; one sender who tries passwords on many accounts is held at ten a minute. */
  signInAddress: { name: 'sign-in address', burst: 100, everyMs: 6000 },
  /**
   * Wrong passwords for one account from many addresses make strangers wait, and refuse nobody: above twenty, a quarter of a second
   * for each, three seconds at most. Forgotten at one in half a minute.
   */
  signInAccount: { name: 'sign-in account', free: 20, everyMs: minute / 2, stepMs: 250, longestMs: 3000 },
  /** For the thief of a session who wants the password too. */
  passwordChange: { name: 'password change', burst: 10, everyMs: minute },
  /** A lecture hall behind one address can sign up; a script that creates thousands of accounts cannot. */
  signUp: { name: 'sign-up address', burst: 200, everyMs: hour / 200 },
  /** Each account is an entrant with looks at hidden data of its own, so many addresses together get no more than a large school. */
  signUpEverywhere: { name: 'sign-up', burst: 1000, everyMs: hour / 500 },
  /** Browsers keep no cookie longer than about a year. */
  deviceMs: 365 * day,
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
  /** A dead runner is shown for a day. */
  runnerForgottenMs: day,
  /** Long enough for a slow download of 10 GiB; a runner asks for a new address where it was not. */
  runnerUrlSeconds: hour / 1000,
  /** Notices that come together wake runners once. */
  workNoticeMs: 20,
  /** How long those who wait for work sleep without a notice, as some work rests for some seconds. */
  workPollMs: 2000,
  /** As often as runners prove that they are alive. */
  lostLeasesEveryMs: 5000,
  /** A timing holds the time of each query. */
  outcomeBytes: 16 * 1024 ** 2,
  /** Predictions of a lease that is over are removed after this time, unless they count. */
  predictionsKeptMs: hour,
  /** Live streams send at most five snapshots a second, and regular comments for proxies that close silent connections. */
  streamIntervalMs: 200,
  streamHeartbeatMs: 15_000,
  /** A part of the platform that takes longer to answer counts as down. */
  checkMs: 3000,
  /** Whoever watches a queue sees it at most so late. */
  queuesReadMs: 1000,
} as const;
