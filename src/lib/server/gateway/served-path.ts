/** What the gateway passes on; everything else under its prefixes does not exist. */
export type ServedPath =
	| { kind: 'rest'; path: string; query: string }
	| { kind: 'auth'; action: AuthAction; query: URLSearchParams };

export type AuthAction = keyof typeof authMethods;

/**
 * The part of the auth API that MAM uses. Sign-up with a password, magic links, invitations and
 * other providers are not offered, so neither are their addresses.
 */
const authMethods = {
	otp: ['POST'],
	verify: ['POST'],
	token: ['POST'],
	logout: ['POST'],
	user: ['GET', 'PUT'],
	settings: ['GET'],
	health: ['GET']
} as const;

const restMethods = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE'];

/** `/rest/v1/bookings`, `/rest/v1/rpc/request_booking`: names only. */
const REST = /^\/rest\/v1\/(rpc\/)?[a-z_][a-z0-9_]{0,62}$/;
const AUTH = /^\/auth\/v1\/([a-z]+)$/;

/** Whether an address belongs to the gateway at all, or starts as no page of ours does. */
export function isForGateway(url: string): boolean {
	return (
		url.startsWith('//') ||
		/^\/(rest|auth|storage|realtime|graphql|functions|_system)(\/|$|\?)/i.test(url)
	);
}

/**
 * The request that an address stands for. An allow-list of whole paths in their plain spelling:
 * encoded letters, dots, double slashes and the like match nothing, so there is nothing that the
 * gateway and the child could read differently.
 */
export function servedPath(method: string, url: string): ServedPath | undefined {
	const [path, query] = splitOnce(url, '?');
	if (REST.test(path)) {
		return restMethods.includes(method) ? { kind: 'rest', path, query } : undefined;
	}
	const action = AUTH.exec(path)?.[1];
	if (action === undefined || !isAuthAction(action)) return undefined;
	const methods: readonly string[] = authMethods[action];
	if (!methods.includes(method)) return undefined;
	return { kind: 'auth', action, query: new URLSearchParams(query) };
}

function isAuthAction(action: string): action is AuthAction {
	return Object.hasOwn(authMethods, action);
}

function splitOnce(text: string, separator: string): [string, string] {
	const at = text.indexOf(separator);
	return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
