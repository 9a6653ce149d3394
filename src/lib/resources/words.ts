import { m } from '../i18n/paraglide/messages.js';

// The codes are those of resources.features and resources.accessibility in the database.
const words: Record<string, () => string> = {
	projector: m.resources_feature_projector,
	screen: m.resources_feature_screen,
	sound_system: m.resources_feature_sound_system,
	tables: m.resources_feature_tables,
	chairs: m.resources_feature_chairs,
	workshop_tables: m.resources_feature_workshop_tables,
	sink: m.resources_feature_sink,
	sewing_machines: m.resources_feature_sewing_machines,
	display: m.resources_feature_display,
	hob: m.resources_feature_hob,
	oven: m.resources_feature_oven,
	dishwasher: m.resources_feature_dishwasher,
	benches: m.resources_feature_benches,
	power: m.resources_feature_power,
	roof: m.resources_feature_roof,
	mirror: m.resources_feature_mirror,
	blinds: m.resources_feature_blinds,
	mats: m.resources_feature_mats,
	changing_table: m.resources_feature_changing_table,
	toys: m.resources_feature_toys,
	desks: m.resources_feature_desks,
	printer: m.resources_feature_printer,
	wifi: m.resources_feature_wifi,
	step_free: m.resources_access_step_free,
	induction_loop: m.resources_access_induction_loop,
	quiet: m.resources_access_quiet,
	lowered_worktop: m.resources_access_lowered_worktop,
	paved: m.resources_access_paved,
	accessible_toilet: m.resources_access_accessible_toilet,
	ramp: m.resources_access_ramp
};

/** The reader's word for a feature or accessibility code; a code that is new is shown as it is. */
export function wordFor(code: string): string {
	return words[code]?.() ?? code.replaceAll('_', ' ');
}
