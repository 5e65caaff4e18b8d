/** Where the API listens, and the web application looks for it, unless their environments say otherwise. */
export const defaultApiPort = 3001;
