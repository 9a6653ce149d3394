/** The people of the demo whom one tap signs in, by the part that they play. */
export const demoPeople = {
	resident: 'halina.wrona@mam.example',
	editor: 'beata.maj@mam.example',
	animator: 'marta.zieba@mam.example',
	coordinator: 'joanna.kret@mam.example'
} as const;

export type DemoPart = keyof typeof demoPeople;
