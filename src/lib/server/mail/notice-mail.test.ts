import { describe, expect, test } from 'vitest';
import { kinds, Params } from '../../notifications/words.ts';
import { writeNoticeMail } from './notice-mail.ts';

const params = Params.parse({
	centre: 'MAM Chrzanów',
	time_zone: 'Europe/Warsaw',
	purpose: 'Próba <b>zespołu</b>',
	starts: '2026-11-26T16:00:00Z',
	ends: '2026-11-26T18:00:00Z',
	was_starts: '2026-11-25T16:00:00Z',
	was_ends: '2026-11-25T18:00:00Z',
	until: '2026-12-01T11:00:00Z',
	units: ['Rzutnik 1', 'Rzutnik 2'],
	resources: [{ pl: 'Sala Kasztan', en: 'Chestnut room', uk: 'Зала Каштан' }],
	why: 'Remont'
});
const link = 'https://mam.example/bookings/1';

describe.each(['pl', 'en', 'uk'] as const)('a notification in %s', (locale) => {
	test.each(kinds)('of the kind %s says all it has to say, and leaves no gap', (kind) => {
		const mail = writeNoticeMail({ to: 'a@visitor.example', locale, kind, params, link });

		for (const text of [mail.subject, mail.text, mail.html]) expect(text).not.toMatch(/[{}]/);
		expect(mail.subject).toMatch(/Kasztan|Chestnut|Каштан/);
		expect(mail.text).toContain('Remont');
		expect(mail.text).toContain(link);
		expect(mail.html).toContain(`href="${link}"`);
		expect(mail.html).not.toContain('<b>');
	});
});

test('times are those of the centre, in words of the language', () => {
	const mail = (locale: 'pl' | 'en' | 'uk') =>
		writeNoticeMail({ to: 'a@visitor.example', locale, kind: 'booking_moved', params, link }).text;

	expect(mail('pl')).toContain('Jest: czwartek, 26\u00a0listopada, 17:00–19:00');
	expect(mail('pl')).toContain('Było: środa, 25\u00a0listopada, 17:00–19:00');
	expect(mail('en')).toContain('Thursday 26\u00a0November, 17:00–19:00');
	expect(mail('uk')).toContain('26\u00a0листопада');
});
