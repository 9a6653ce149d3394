import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { writeCodeMail } from './code-mail.ts';
import { createSmtpDelivery } from './smtp-delivery.ts';

type Received = { from: string; to: string[]; text: string };

/** A mail server of the test's own, and what it was given. */
async function mailServer(): Promise<{ url: string; received: Received[] }> {
	const received: Received[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, { envelope }, done) {
			let text = '';
			stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
			stream.on('end', () => {
				const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
				received.push({ from, to: envelope.rcptTo.map(({ address }) => address), text });
				done();
			});
		}
	});
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
	onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
	const address = server.server.address();
	const port = address !== null && typeof address === 'object' ? address.port : 0;
	return { url: `smtp://127.0.0.1:${port}`, received };
}

test('a code goes out by SMTP, from the sender that the operator set', async () => {
	const { url, received } = await mailServer();
	const deliver = createSmtpDelivery({ url, from: 'MAM <mam@mam.example>' });

	await deliver(writeCodeMail('kasia@visitor.example', '123456', 'pl'));

	expect(received).toHaveLength(1);
	expect(received[0]).toMatchObject({ from: 'mam@mam.example', to: ['kasia@visitor.example'] });
	expect(received[0]?.text).toContain('123456');
});
