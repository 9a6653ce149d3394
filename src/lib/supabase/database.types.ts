export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

/** Written by hand until `npm run db:types` writes it from the database. */
export type Database = {
	public: {
		Tables: {
			centres: {
				Row: {
					id: string;
					slug: string;
					name: string;
					municipality: string;
					address: string;
					latitude: number | null;
					longitude: number | null;
					phone: string | null;
					email: string | null;
					time_zone: string;
					locales: string[];
					description: Json;
					rules: Json;
					rules_version: number;
					accessibility: Json;
					controller_name: string | null;
					data_officer_email: string | null;
					accessibility_contact_name: string | null;
					statement_published: string | null;
					statement_reviewed: string | null;
					pending_hold_minutes: number;
				};
				Insert: {
					id?: string;
					slug?: string;
					name?: string;
					municipality?: string;
					address?: string;
					latitude?: number | null;
					longitude?: number | null;
					phone?: string | null;
					email?: string | null;
					time_zone?: string;
					locales?: string[];
					description?: Json;
					rules?: Json;
					rules_version?: number;
					accessibility?: Json;
					controller_name?: string | null;
					data_officer_email?: string | null;
					accessibility_contact_name?: string | null;
					statement_published?: string | null;
					statement_reviewed?: string | null;
					pending_hold_minutes?: number;
				};
				Update: {
					id?: string;
					slug?: string;
					name?: string;
					municipality?: string;
					address?: string;
					latitude?: number | null;
					longitude?: number | null;
					phone?: string | null;
					email?: string | null;
					time_zone?: string;
					locales?: string[];
					description?: Json;
					rules?: Json;
					rules_version?: number;
					accessibility?: Json;
					controller_name?: string | null;
					data_officer_email?: string | null;
					accessibility_contact_name?: string | null;
					statement_published?: string | null;
					statement_reviewed?: string | null;
					pending_hold_minutes?: number;
				};
				Relationships: [];
			};
			opening_hours: {
				Row: {
					id: string;
					centre_id: string;
					resource_id: string | null;
					weekday: number;
					opens: string;
					closes: string;
					valid_from: string | null;
					valid_until: string | null;
				};
				Insert: {
					id?: string;
					centre_id?: string;
					resource_id?: string | null;
					weekday?: number;
					opens?: string;
					closes?: string;
					valid_from?: string | null;
					valid_until?: string | null;
				};
				Update: {
					id?: string;
					centre_id?: string;
					resource_id?: string | null;
					weekday?: number;
					opens?: string;
					closes?: string;
					valid_from?: string | null;
					valid_until?: string | null;
				};
				Relationships: [];
			};
			closures: {
				Row: {
					id: string;
					centre_id: string;
					resource_id: string | null;
					during: unknown;
					reason: Json;
				};
				Insert: {
					id?: string;
					centre_id?: string;
					resource_id?: string | null;
					during?: unknown;
					reason?: Json;
				};
				Update: {
					id?: string;
					centre_id?: string;
					resource_id?: string | null;
					during?: unknown;
					reason?: Json;
				};
				Relationships: [];
			};
			resources: {
				Row: {
					id: string;
					centre_id: string;
					kind: string;
					slug: string;
					name: Json;
					description: Json;
					capacity: number | null;
					area_m2: number | null;
					place: Json | null;
					features: string[];
					accessibility: string[];
					colour: number;
					take: string;
					step_minutes: number;
					min_minutes: number;
					max_minutes: number;
					lead_minutes: number;
					lead_working_days: number;
					horizon_days: number;
					approval: string;
					open_to: string;
					cancel_until_minutes: number;
					season_from: number | null;
					season_until: number | null;
					statement: Json | null;
					weekly_minutes_per_person: number | null;
					weekly_minutes_per_organisation: number | null;
					lent_home: boolean;
					position: number;
				};
				Insert: {
					id?: string;
					centre_id?: string;
					kind?: string;
					slug?: string;
					name?: Json;
					description?: Json;
					capacity?: number | null;
					area_m2?: number | null;
					place?: Json | null;
					features?: string[];
					accessibility?: string[];
					colour?: number;
					take?: string;
					step_minutes?: number;
					min_minutes?: number;
					max_minutes?: number;
					lead_minutes?: number;
					lead_working_days?: number;
					horizon_days?: number;
					approval?: string;
					open_to?: string;
					cancel_until_minutes?: number;
					season_from?: number | null;
					season_until?: number | null;
					statement?: Json | null;
					weekly_minutes_per_person?: number | null;
					weekly_minutes_per_organisation?: number | null;
					lent_home?: boolean;
					position?: number;
				};
				Update: {
					id?: string;
					centre_id?: string;
					kind?: string;
					slug?: string;
					name?: Json;
					description?: Json;
					capacity?: number | null;
					area_m2?: number | null;
					place?: Json | null;
					features?: string[];
					accessibility?: string[];
					colour?: number;
					take?: string;
					step_minutes?: number;
					min_minutes?: number;
					max_minutes?: number;
					lead_minutes?: number;
					lead_working_days?: number;
					horizon_days?: number;
					approval?: string;
					open_to?: string;
					cancel_until_minutes?: number;
					season_from?: number | null;
					season_until?: number | null;
					statement?: Json | null;
					weekly_minutes_per_person?: number | null;
					weekly_minutes_per_organisation?: number | null;
					lent_home?: boolean;
					position?: number;
				};
				Relationships: [];
			};
			units: {
				Row: {
					id: string;
					centre_id: string;
					label: string;
					in_service: boolean;
					setup_minutes: number;
					cleanup_minutes: number;
					turnaround_minutes: number | null;
				};
				Insert: {
					id?: string;
					centre_id?: string;
					label?: string;
					in_service?: boolean;
					setup_minutes?: number;
					cleanup_minutes?: number;
					turnaround_minutes?: number | null;
				};
				Update: {
					id?: string;
					centre_id?: string;
					label?: string;
					in_service?: boolean;
					setup_minutes?: number;
					cleanup_minutes?: number;
					turnaround_minutes?: number | null;
				};
				Relationships: [];
			};
			resource_units: {
				Row: { resource_id: string; unit_id: string };
				Insert: { resource_id?: string; unit_id?: string };
				Update: { resource_id?: string; unit_id?: string };
				Relationships: [];
			};
			organisations: {
				Row: {
					id: string;
					kind: string;
					name: string;
					slug: string;
					description: Json;
					verified_at: string | null;
					trusted: boolean;
				};
				Insert: {
					id?: string;
					kind?: string;
					name?: string;
					slug?: string;
					description?: Json;
					verified_at?: string | null;
					trusted?: boolean;
				};
				Update: {
					id?: string;
					kind?: string;
					name?: string;
					slug?: string;
					description?: Json;
					verified_at?: string | null;
					trusted?: boolean;
				};
				Relationships: [];
			};
			profiles: {
				Row: { id: string; display_name: string | null; phone: string | null; locale: string };
				Insert: {
					id?: string;
					display_name?: string | null;
					phone?: string | null;
					locale?: string;
				};
				Update: {
					id?: string;
					display_name?: string | null;
					phone?: string | null;
					locale?: string;
				};
				Relationships: [];
			};
			centre_people: {
				Row: {
					centre_id: string;
					person_id: string;
					role: string;
					standing: string;
					verified_at: string | null;
				};
				Insert: {
					centre_id?: string;
					person_id?: string;
					role?: string;
					standing?: string;
					verified_at?: string | null;
				};
				Update: {
					centre_id?: string;
					person_id?: string;
					role?: string;
					standing?: string;
					verified_at?: string | null;
				};
				Relationships: [];
			};
			organisation_members: {
				Row: { organisation_id: string; person_id: string; role: string };
				Insert: { organisation_id?: string; person_id?: string; role?: string };
				Update: { organisation_id?: string; person_id?: string; role?: string };
				Relationships: [];
			};
			bookings: {
				Row: {
					id: string;
					centre_id: string;
					requested_by: string | null;
					organisation_id: string | null;
					purpose: string;
					note: string | null;
					attendees: number;
					public_title: string | null;
					during: unknown;
					status: string;
					hold_until: string | null;
					decided_by: string | null;
					decided_at: string | null;
					decided_why: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					override_reason: string | null;
					rules_version: number;
					version: number;
					created_at: string;
				};
				Insert: {
					id?: string;
					centre_id?: string;
					requested_by?: string | null;
					organisation_id?: string | null;
					purpose?: string;
					note?: string | null;
					attendees?: number;
					public_title?: string | null;
					during?: unknown;
					status?: string;
					hold_until?: string | null;
					decided_by?: string | null;
					decided_at?: string | null;
					decided_why?: string | null;
					cancelled_at?: string | null;
					cancelled_by?: string | null;
					override_reason?: string | null;
					rules_version?: number;
					version?: number;
					created_at?: string;
				};
				Update: {
					id?: string;
					centre_id?: string;
					requested_by?: string | null;
					organisation_id?: string | null;
					purpose?: string;
					note?: string | null;
					attendees?: number;
					public_title?: string | null;
					during?: unknown;
					status?: string;
					hold_until?: string | null;
					decided_by?: string | null;
					decided_at?: string | null;
					decided_why?: string | null;
					cancelled_at?: string | null;
					cancelled_by?: string | null;
					override_reason?: string | null;
					rules_version?: number;
					version?: number;
					created_at?: string;
				};
				Relationships: [];
			};
		};
		Views: {
			my_bookings: {
				Row: {
					id: string | null;
					centre_id: string | null;
					centre_slug: string | null;
					centre_name: string | null;
					time_zone: string | null;
					organisation_id: string | null;
					organisation_name: string | null;
					requested_by: string | null;
					requested_by_name: string | null;
					requested_by_phone: string | null;
					decided_why: string | null;
					purpose: string | null;
					note: string | null;
					attendees: number | null;
					public_title: string | null;
					starts: string | null;
					ends: string | null;
					status: string | null;
					hold_until: string | null;
					cancel_until: string | null;
					cancelled_at: string | null;
					version: number | null;
					created_at: string | null;
					is_mine: boolean | null;
					resources: Json | null;
				};
				Relationships: [];
			};
		};
		Functions: {
			centre_schedule: { Args: { p_centre: string; p_week: string }; Returns: Json };
			find_slots: {
				Args: {
					p_centre: string;
					p_resources: Json;
					p_starts: string;
					p_ends: string;
					p_kind?: string;
					p_attendees?: number;
					p_features?: string[];
					p_accessibility?: string[];
					p_limit?: number;
				};
				Returns: Json;
			};
			request_booking: {
				Args: {
					p_key: string;
					p_resources: Json;
					p_starts: string;
					p_ends: string;
					p_purpose: string;
					p_attendees: number;
					p_rules_version: number;
					p_organisation?: string;
					p_public_title?: string;
					p_note?: string;
					p_statement_accepted?: boolean;
					p_override_reason?: string;
				};
				Returns: Json;
			};
			cancel_booking: {
				Args: { p_key: string; p_booking: string; p_version: number; p_reason?: string };
				Returns: Json;
			};
			restore_booking: {
				Args: { p_key: string; p_booking: string; p_version: number };
				Returns: Json;
			};
			decide_booking: {
				Args: {
					p_key: string;
					p_booking: string;
					p_version: number;
					p_decision: string;
					p_why?: string;
				};
				Returns: Json;
			};
		};
		Enums: Record<never, never>;
		CompositeTypes: Record<never, never>;
	};
};
