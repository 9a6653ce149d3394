// Known to the database and the staff's browsers only.
export const ssr = false;
