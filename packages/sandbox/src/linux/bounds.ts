/**
 * What holds the memory and the processes of a run: a control group; without one a watchdog over all processes of a container, or rlimits
 * on the one process that other commands may have.
 */
export type Bounds = 'group' | 'tree' | 'process';
