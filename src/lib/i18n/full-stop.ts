/** A sentence that ends with an abbreviation has one full stop: 'do 4 godz..' reads 'do 4 godz.' */
export function oneFullStop(text: string): string {
	return text.replace(/\.\.(?=\s|$)/g, '.');
}
