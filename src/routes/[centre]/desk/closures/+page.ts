// What staff work with is known to the database and their browsers only.
export const ssr = false;
