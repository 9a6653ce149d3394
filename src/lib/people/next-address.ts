/**
 * Where to go after signing in. Only addresses inside the app are followed: `//evil.example`,
 * `/\evil.example`, `https:evil.example` and the like lead to `fallback`.
 */
export function nextAddress(next: string | null, origin: string, fallback = '/me'): string {
	if (!next || !/^\/(?![/\\])/.test(next) || hasControlCharacter(next)) return fallback;
	try {
		const url = new URL(next, origin);
		if (url.origin !== origin) return fallback;
		const path = url.pathname + url.search + url.hash;
		// What looked like a path may still normalise to two slashes, which a browser reads as a host.
		return /^\/(?![/\\])/.test(path) && !isSignIn(url.pathname) ? path : fallback;
	} catch {
		return fallback;
	}
}

/** Browsers drop tabs and line ends from addresses, so `/\t/evil.example` is `//evil.example`. */
function hasControlCharacter(text: string): boolean {
	return /\p{Cc}/u.test(text);
}

function isSignIn(path: string): boolean {
	return /^(\/(en|uk))?\/sign-in\/?$/.test(path);
}
