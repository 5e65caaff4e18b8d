/** Injection tokens for values whose type is an interface, not a class. */
export const CONFIG = Symbol('config');
export const DATABASE = Symbol('database');
export const STORAGE = Symbol('storage');
export const QUEUE = Symbol('queue');
export const LOGGER = Symbol('logger');
