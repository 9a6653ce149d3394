/** 'Nowy Sącz' → 'nowy sacz': as people type on a phone. ł has no decomposition of its own. */
export function plain(text: string): string {
	return text
		.toLowerCase()
		.replaceAll('ł', 'l')
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}

/** Those whose text has every word of the query, in the order given; all for an empty query. */
export function search<Item>(items: Item[], query: string, textOf: (item: Item) => string): Item[] {
	const words = plain(query).split(' ').filter(Boolean);
	return items.filter((item) => {
		const text = plain(textOf(item));
		return words.every((word) => text.includes(word));
	});
}
