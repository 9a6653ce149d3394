/** Nothing to read without scripts here: the session lives in the browser. */
export const ssr = false;
