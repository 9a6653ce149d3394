/** Where supabase-js keeps the session in localStorage; its presence means "has signed in here". */
export const sessionKey = 'mam-session';
