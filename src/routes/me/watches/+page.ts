// Only the person's own browser knows who they are.
export const ssr = false;
