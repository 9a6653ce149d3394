/**
 * `npm start`: database → Supabase child → web process, and back again at the end.
 * `npm run dev` is the same with Vite in the place of the built app.
 */
import { createServer } from 'node:net';
import { startWorker } from '../jobs/worker.ts';
import { log } from '../log.ts';
import { createDelivery } from '../mail/delivery.ts';
import { type Backend, startBackend } from './backend.ts';
import { type Configuration, readConfiguration } from './env.ts';
import { announce } from './ready-lines.ts';
import { codeOf, StartProblem } from './start-problem.ts';
import { keepRunning, type Supervised } from './supervise.ts';
import { hostedWebEnvironment, ownWebEnvironment } from './web-environment.ts';
import { startWebProcess, type WebEnvironment, type WebKind } from './web-process.ts';

type Stoppable = { stop(): Promise<void> };

async function start(kind: WebKind, running: Stoppable[]): Promise<void> {
	const configuration = readConfiguration(process.env);
	await assertPortIsFree(configuration);
	const environment = await openBackend(configuration, running);
	running.push(await superviseWeb(kind, environment));
	running.push(startJobs(configuration, environment));
	announce(configuration);
}

async function openBackend(
	configuration: Configuration,
	running: Stoppable[]
): Promise<WebEnvironment> {
	const plan = configuration.backend;
	if (plan.kind === 'hosted') return hostedWebEnvironment(configuration, plan);
	const backend: Backend = await startBackend({
		dataDir: configuration.dataDir,
		databaseUrl: plan.databaseUrl,
		demo: plan.demo,
		mail: plan.mail,
		siteUrl: configuration.origin,
		tokenSeconds: configuration.tokenSeconds
	});
	running.push(backend);
	return ownWebEnvironment(configuration, backend, plan.demo);
}

/** With Supabase elsewhere nobody sends mails for us: people read their notifications in the app. */
function startJobs({ backend, origin }: Configuration, environment: WebEnvironment): Stoppable {
	const files = environment['MAM_MAIL_DIR'];
	const mail = backend.kind === 'own' ? backend.mail : undefined;
	const settings = mail ?? (files ? { kind: 'files' as const, directory: files } : undefined);
	return startWorker({
		databaseUrl: environment['DATABASE_URL'] ?? '',
		siteUrl: origin,
		deliver: settings === undefined ? null : createDelivery(settings)
	});
}

function superviseWeb(kind: WebKind, environment: WebEnvironment): Promise<Supervised> {
	return keepRunning('the web process', () => startWebProcess(kind, environment));
}

/** Asked before anything is started, so that a busy port touches no data. */
function assertPortIsFree({ host, port }: Configuration): Promise<void> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', (error) => reject(portProblem(codeOf(error), host, port)));
		probe.listen(port, host, () => probe.close(() => resolve()));
	});
}

function portProblem(code: string | undefined, host: string, port: number): StartProblem {
	const address = `${host}:${port}`;
	if (code === 'EADDRINUSE') {
		return new StartProblem(
			`Another program already listens on ${address}; stop it, or choose another port with PORT.`
		);
	}
	if (code === 'EACCES') {
		return new StartProblem(`This user may not listen on port ${port}; choose one above 1023.`);
	}
	return new StartProblem(`MAM cannot listen on ${address} (${code ?? 'unknown reason'}).`);
}

async function stopAll(running: Stoppable[]): Promise<void> {
	for (const thing of running.splice(0).reverse()) {
		await thing.stop().catch((error: unknown) => log.error({ error }, 'a process did not stop'));
	}
}

function tell(error: unknown): void {
	if (error instanceof StartProblem) {
		process.stderr.write(`${error.message}\n`);
		return;
	}
	process.stderr.write('MAM could not start.\n');
	log.fatal({ error }, 'the start failed');
}

/**
 * npm hands SIGTERM to the shell between itself and us, and that shell dies of it without a word to
 * us. Then somebody else is our parent.
 */
function stopWithNpm(stop: () => void): void {
	const parent = process.ppid;
	if (process.env.npm_lifecycle_event === undefined) return;
	const watch = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(watch);
		stop();
	}, 500);
	watch.unref();
}

async function run(): Promise<void> {
	const running: Stoppable[] = [];
	const kind = process.argv.includes('--dev') ? 'dev' : 'built';
	const started = start(kind, running);
	let isStopping = false;
	async function stop(exitCode: number): Promise<void> {
		if (isStopping) return;
		isStopping = true;
		// What is half started has to be there before it can be stopped.
		await started.catch(() => undefined);
		await stopAll(running);
		process.exit(exitCode);
	}
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
		process.on(signal, () => void stop(0));
	}
	stopWithNpm(() => void stop(0));
	process.on('uncaughtException', (error) => {
		log.fatal({ error }, 'the starter failed and stops everything');
		void stop(1);
	});
	try {
		await started;
	} catch (error) {
		tell(error);
		await stop(1);
	}
}

await run();
