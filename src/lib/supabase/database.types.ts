export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
	public: {
		Tables: {
			allocations: {
				Row: {
					active: boolean;
					blocked: unknown;
					booking_id: string;
					during: unknown;
					id: string;
					resource_id: string;
					unit_id: string;
				};
				ComputedFields: never;
				Insert: {
					active?: boolean;
					blocked: unknown;
					booking_id: string;
					during: unknown;
					id?: string;
					resource_id: string;
					unit_id: string;
				};
				Update: {
					active?: boolean;
					blocked?: unknown;
					booking_id?: string;
					during?: unknown;
					id?: string;
					resource_id?: string;
					unit_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'allocations_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'allocations_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'loans';
						referencedColumns: ['booking_id'];
					},
					{
						foreignKeyName: 'allocations_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'my_bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'allocations_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: false;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'allocations_unit_id_fkey';
						columns: ['unit_id'];
						isOneToOne: false;
						referencedRelation: 'units';
						referencedColumns: ['id'];
					}
				];
			};
			audit_log: {
				Row: {
					action: string;
					actor: string | null;
					after: Json | null;
					at: string;
					before: Json | null;
					centre_id: string | null;
					entity: string;
					entity_id: string;
					id: number;
					reason: string | null;
				};
				ComputedFields: never;
				Insert: {
					action: string;
					actor?: string | null;
					after?: Json | null;
					at?: string;
					before?: Json | null;
					centre_id?: string | null;
					entity: string;
					entity_id: string;
					id?: never;
					reason?: string | null;
				};
				Update: {
					action?: string;
					actor?: string | null;
					after?: Json | null;
					at?: string;
					before?: Json | null;
					centre_id?: string | null;
					entity?: string;
					entity_id?: string;
					id?: never;
					reason?: string | null;
				};
				Relationships: [];
			};
			booking_questions: {
				Row: {
					answer: string | null;
					answered_at: string | null;
					answered_by: string | null;
					asked_at: string;
					asked_by: string | null;
					booking_id: string;
					centre_id: string;
					id: string;
					question: string;
				};
				ComputedFields: never;
				Insert: {
					answer?: string | null;
					answered_at?: string | null;
					answered_by?: string | null;
					asked_at?: string;
					asked_by?: string | null;
					booking_id: string;
					centre_id: string;
					id?: string;
					question: string;
				};
				Update: {
					answer?: string | null;
					answered_at?: string | null;
					answered_by?: string | null;
					asked_at?: string;
					asked_by?: string | null;
					booking_id?: string;
					centre_id?: string;
					id?: string;
					question?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'booking_questions_answered_by_fkey';
						columns: ['answered_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_questions_asked_by_fkey';
						columns: ['asked_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_questions_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_questions_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'loans';
						referencedColumns: ['booking_id'];
					},
					{
						foreignKeyName: 'booking_questions_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'my_bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_questions_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					}
				];
			};
			booking_resources: {
				Row: {
					booking_id: string;
					quantity: number;
					resource_id: string;
				};
				ComputedFields: never;
				Insert: {
					booking_id: string;
					quantity?: number;
					resource_id: string;
				};
				Update: {
					booking_id?: string;
					quantity?: number;
					resource_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'booking_resources_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_resources_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'loans';
						referencedColumns: ['booking_id'];
					},
					{
						foreignKeyName: 'booking_resources_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'my_bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_resources_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: false;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					}
				];
			};
			booking_series: {
				Row: {
					attendees: number;
					cancelled_at: string | null;
					centre_id: string;
					continues: string | null;
					created_at: string;
					id: string;
					note: string | null;
					organisation_id: string | null;
					public_title: string | null;
					purpose: string;
					requested_by: string | null;
					resources: NonNullable<Json>;
					rule: NonNullable<Json>;
					rules_version: number;
					statement_accepted: boolean;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					attendees: number;
					cancelled_at?: string | null;
					centre_id: string;
					continues?: string | null;
					created_at?: string;
					id?: string;
					note?: string | null;
					organisation_id?: string | null;
					public_title?: string | null;
					purpose: string;
					requested_by?: string | null;
					resources: NonNullable<Json>;
					rule: NonNullable<Json>;
					rules_version: number;
					statement_accepted?: boolean;
					version?: number;
				};
				Update: {
					attendees?: number;
					cancelled_at?: string | null;
					centre_id?: string;
					continues?: string | null;
					created_at?: string;
					id?: string;
					note?: string | null;
					organisation_id?: string | null;
					public_title?: string | null;
					purpose?: string;
					requested_by?: string | null;
					resources?: NonNullable<Json>;
					rule?: NonNullable<Json>;
					rules_version?: number;
					statement_accepted?: boolean;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'booking_series_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_series_continues_fkey';
						columns: ['continues'];
						isOneToOne: false;
						referencedRelation: 'booking_series';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_series_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_series_requested_by_fkey';
						columns: ['requested_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					}
				];
			};
			booking_walk_ins: {
				Row: {
					booking_id: string;
					centre_id: string;
					name: string;
					phone: string | null;
				};
				ComputedFields: never;
				Insert: {
					booking_id: string;
					centre_id: string;
					name: string;
					phone?: string | null;
				};
				Update: {
					booking_id?: string;
					centre_id?: string;
					name?: string;
					phone?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'booking_walk_ins_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: true;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_walk_ins_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: true;
						referencedRelation: 'loans';
						referencedColumns: ['booking_id'];
					},
					{
						foreignKeyName: 'booking_walk_ins_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: true;
						referencedRelation: 'my_bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'booking_walk_ins_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					}
				];
			};
			bookings: {
				Row: {
					attendees: number;
					booked_by: string | null;
					cancelled_at: string | null;
					cancelled_by: string | null;
					cancelled_late: boolean | null;
					cancelled_why: string | null;
					centre_id: string;
					checked_in_at: string | null;
					checked_in_by: string | null;
					created_at: string;
					decided_at: string | null;
					decided_by: string | null;
					decided_why: string | null;
					during: unknown;
					for_minors: boolean | null;
					hold_until: string | null;
					id: string;
					note: string | null;
					offered_at: string | null;
					organisation_id: string | null;
					override_reason: string | null;
					public_title: string | null;
					purpose: string;
					requested_by: string | null;
					rules_version: number;
					series_date: string | null;
					series_id: string | null;
					status: string;
					title_public: boolean;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					attendees: number;
					booked_by?: string | null;
					cancelled_at?: string | null;
					cancelled_by?: string | null;
					cancelled_late?: boolean | null;
					cancelled_why?: string | null;
					centre_id: string;
					checked_in_at?: string | null;
					checked_in_by?: string | null;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					decided_why?: string | null;
					during: unknown;
					for_minors?: boolean | null;
					hold_until?: string | null;
					id?: string;
					note?: string | null;
					offered_at?: string | null;
					organisation_id?: string | null;
					override_reason?: string | null;
					public_title?: string | null;
					purpose: string;
					requested_by?: string | null;
					rules_version: number;
					series_date?: string | null;
					series_id?: string | null;
					status: string;
					title_public?: boolean;
					version?: number;
				};
				Update: {
					attendees?: number;
					booked_by?: string | null;
					cancelled_at?: string | null;
					cancelled_by?: string | null;
					cancelled_late?: boolean | null;
					cancelled_why?: string | null;
					centre_id?: string;
					checked_in_at?: string | null;
					checked_in_by?: string | null;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					decided_why?: string | null;
					during?: unknown;
					for_minors?: boolean | null;
					hold_until?: string | null;
					id?: string;
					note?: string | null;
					offered_at?: string | null;
					organisation_id?: string | null;
					override_reason?: string | null;
					public_title?: string | null;
					purpose?: string;
					requested_by?: string | null;
					rules_version?: number;
					series_date?: string | null;
					series_id?: string | null;
					status?: string;
					title_public?: boolean;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'bookings_booked_by_fkey';
						columns: ['booked_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_cancelled_by_fkey';
						columns: ['cancelled_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_checked_in_by_fkey';
						columns: ['checked_in_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_requested_by_fkey';
						columns: ['requested_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_series_id_fkey';
						columns: ['series_id'];
						isOneToOne: false;
						referencedRelation: 'booking_series';
						referencedColumns: ['id'];
					}
				];
			};
			centre_people: {
				Row: {
					centre_id: string;
					created_at: string;
					person_id: string;
					role: string;
					standing: string;
					verified_at: string | null;
				};
				ComputedFields: never;
				Insert: {
					centre_id: string;
					created_at?: string;
					person_id: string;
					role?: string;
					standing?: string;
					verified_at?: string | null;
				};
				Update: {
					centre_id?: string;
					created_at?: string;
					person_id?: string;
					role?: string;
					standing?: string;
					verified_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'centre_people_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'centre_people_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					}
				];
			};
			centres: {
				Row: {
					accessibility: NonNullable<Json>;
					accessibility_contact_name: string | null;
					address: string;
					controller_name: string | null;
					created_at: string;
					data_officer_email: string | null;
					demo: boolean;
					description: Json | null;
					email: string | null;
					id: string;
					latitude: number | null;
					limited_days: number;
					locales: string[];
					longitude: number | null;
					municipality: string;
					name: string;
					no_show_minutes: number;
					offer_minutes: number;
					open_on_public_holidays: boolean;
					pending_hold_minutes: number;
					phone: string | null;
					rules: Json | null;
					rules_version: number;
					slug: string;
					statement_published: string | null;
					statement_reviewed: string | null;
					strike_days: number;
					strike_limit: number;
					time_zone: string;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					accessibility?: NonNullable<Json>;
					accessibility_contact_name?: string | null;
					address: string;
					controller_name?: string | null;
					created_at?: string;
					data_officer_email?: string | null;
					demo?: boolean;
					description?: Json | null;
					email?: string | null;
					id?: string;
					latitude?: number | null;
					limited_days?: number;
					locales?: string[];
					longitude?: number | null;
					municipality: string;
					name: string;
					no_show_minutes?: number;
					offer_minutes?: number;
					open_on_public_holidays?: boolean;
					pending_hold_minutes?: number;
					phone?: string | null;
					rules?: Json | null;
					rules_version?: number;
					slug: string;
					statement_published?: string | null;
					statement_reviewed?: string | null;
					strike_days?: number;
					strike_limit?: number;
					time_zone?: string;
					updated_at?: string;
				};
				Update: {
					accessibility?: NonNullable<Json>;
					accessibility_contact_name?: string | null;
					address?: string;
					controller_name?: string | null;
					created_at?: string;
					data_officer_email?: string | null;
					demo?: boolean;
					description?: Json | null;
					email?: string | null;
					id?: string;
					latitude?: number | null;
					limited_days?: number;
					locales?: string[];
					longitude?: number | null;
					municipality?: string;
					name?: string;
					no_show_minutes?: number;
					offer_minutes?: number;
					open_on_public_holidays?: boolean;
					pending_hold_minutes?: number;
					phone?: string | null;
					rules?: Json | null;
					rules_version?: number;
					slug?: string;
					statement_published?: string | null;
					statement_reviewed?: string | null;
					strike_days?: number;
					strike_limit?: number;
					time_zone?: string;
					updated_at?: string;
				};
				Relationships: [];
			};
			closures: {
				Row: {
					centre_id: string;
					created_at: string;
					during: unknown;
					id: string;
					reason: NonNullable<Json>;
					resource_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					centre_id: string;
					created_at?: string;
					during: unknown;
					id?: string;
					reason: NonNullable<Json>;
					resource_id?: string | null;
				};
				Update: {
					centre_id?: string;
					created_at?: string;
					during?: unknown;
					id?: string;
					reason?: NonNullable<Json>;
					resource_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'closures_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'closures_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: false;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					}
				];
			};
			handovers: {
				Row: {
					booking_id: string;
					centre_id: string;
					damaged: boolean;
					document_shown: boolean | null;
					due_at: string;
					handed_out_at: string;
					handed_out_by: string | null;
					id: string;
					note_back: string | null;
					note_out: string | null;
					resource_id: string;
					returned_at: string | null;
					returned_by: string | null;
					unit_id: string;
				};
				ComputedFields: never;
				Insert: {
					booking_id: string;
					centre_id: string;
					damaged?: boolean;
					document_shown?: boolean | null;
					due_at: string;
					handed_out_at?: string;
					handed_out_by?: string | null;
					id?: string;
					note_back?: string | null;
					note_out?: string | null;
					resource_id: string;
					returned_at?: string | null;
					returned_by?: string | null;
					unit_id: string;
				};
				Update: {
					booking_id?: string;
					centre_id?: string;
					damaged?: boolean;
					document_shown?: boolean | null;
					due_at?: string;
					handed_out_at?: string;
					handed_out_by?: string | null;
					id?: string;
					note_back?: string | null;
					note_out?: string | null;
					resource_id?: string;
					returned_at?: string | null;
					returned_by?: string | null;
					unit_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'handovers_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'handovers_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'loans';
						referencedColumns: ['booking_id'];
					},
					{
						foreignKeyName: 'handovers_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'my_bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'handovers_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'handovers_handed_out_by_fkey';
						columns: ['handed_out_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'handovers_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: false;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'handovers_returned_by_fkey';
						columns: ['returned_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'handovers_unit_id_fkey';
						columns: ['unit_id'];
						isOneToOne: false;
						referencedRelation: 'units';
						referencedColumns: ['id'];
					}
				];
			};
			notifications: {
				Row: {
					booking_id: string | null;
					centre_id: string;
					created_at: string;
					id: string;
					kind: string;
					params: NonNullable<Json>;
					person_id: string;
					read_at: string | null;
					told_once: string | null;
				};
				ComputedFields: never;
				Insert: {
					booking_id?: string | null;
					centre_id: string;
					created_at?: string;
					id?: string;
					kind: string;
					params?: NonNullable<Json>;
					person_id: string;
					read_at?: string | null;
					told_once?: string | null;
				};
				Update: {
					booking_id?: string | null;
					centre_id?: string;
					created_at?: string;
					id?: string;
					kind?: string;
					params?: NonNullable<Json>;
					person_id?: string;
					read_at?: string | null;
					told_once?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'notifications_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'notifications_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'loans';
						referencedColumns: ['booking_id'];
					},
					{
						foreignKeyName: 'notifications_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'my_bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'notifications_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'notifications_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					}
				];
			};
			opening_hours: {
				Row: {
					centre_id: string;
					closes: string;
					id: string;
					opens: string;
					resource_id: string | null;
					valid_from: string | null;
					valid_until: string | null;
					weekday: number;
				};
				ComputedFields: never;
				Insert: {
					centre_id: string;
					closes: string;
					id?: string;
					opens: string;
					resource_id?: string | null;
					valid_from?: string | null;
					valid_until?: string | null;
					weekday: number;
				};
				Update: {
					centre_id?: string;
					closes?: string;
					id?: string;
					opens?: string;
					resource_id?: string | null;
					valid_from?: string | null;
					valid_until?: string | null;
					weekday?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'opening_hours_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'opening_hours_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: false;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					}
				];
			};
			organisation_centres: {
				Row: {
					centre_id: string;
					organisation_id: string;
				};
				ComputedFields: never;
				Insert: {
					centre_id: string;
					organisation_id: string;
				};
				Update: {
					centre_id?: string;
					organisation_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'organisation_centres_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'organisation_centres_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			organisation_members: {
				Row: {
					created_at: string;
					organisation_id: string;
					person_id: string;
					role: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					organisation_id: string;
					person_id: string;
					role: string;
				};
				Update: {
					created_at?: string;
					organisation_id?: string;
					person_id?: string;
					role?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'organisation_members_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'organisation_members_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					}
				];
			};
			organisations: {
				Row: {
					created_at: string;
					description: Json | null;
					id: string;
					kind: string;
					name: string;
					registry_number: string | null;
					slug: string;
					trusted: boolean;
					verified_at: string | null;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					description?: Json | null;
					id?: string;
					kind: string;
					name: string;
					registry_number?: string | null;
					slug: string;
					trusted?: boolean;
					verified_at?: string | null;
				};
				Update: {
					created_at?: string;
					description?: Json | null;
					id?: string;
					kind?: string;
					name?: string;
					registry_number?: string | null;
					slug?: string;
					trusted?: boolean;
					verified_at?: string | null;
				};
				Relationships: [];
			};
			profiles: {
				Row: {
					created_at: string;
					declared_age: number | null;
					declared_age_at: string | null;
					display_name: string | null;
					id: string;
					locale: string;
					mails: boolean;
					phone: string | null;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					declared_age?: number | null;
					declared_age_at?: string | null;
					display_name?: string | null;
					id: string;
					locale?: string;
					mails?: boolean;
					phone?: string | null;
					updated_at?: string;
				};
				Update: {
					created_at?: string;
					declared_age?: number | null;
					declared_age_at?: string | null;
					display_name?: string | null;
					id?: string;
					locale?: string;
					mails?: boolean;
					phone?: string | null;
					updated_at?: string;
				};
				Relationships: [];
			};
			quotas: {
				Row: {
					centre_id: string;
					count: number | null;
					id: string;
					kind: string | null;
					minutes: number | null;
					per: string;
					resource_id: string | null;
					who: string | null;
					whose: string;
				};
				ComputedFields: never;
				Insert: {
					centre_id: string;
					count?: number | null;
					id?: string;
					kind?: string | null;
					minutes?: number | null;
					per: string;
					resource_id?: string | null;
					who?: string | null;
					whose?: string;
				};
				Update: {
					centre_id?: string;
					count?: number | null;
					id?: string;
					kind?: string | null;
					minutes?: number | null;
					per?: string;
					resource_id?: string | null;
					who?: string | null;
					whose?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'quotas_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'quotas_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: false;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					}
				];
			};
			resource_rules: {
				Row: {
					approval: string | null;
					cancel_until_minutes: number | null;
					cancel_working_days: number | null;
					centre_id: string;
					horizon_days: number | null;
					lead_minutes: number | null;
					lead_working_days: number | null;
					max_minutes: number | null;
					min_minutes: number | null;
					resource_id: string;
					step_minutes: number | null;
					who: string;
				};
				ComputedFields: never;
				Insert: {
					approval?: string | null;
					cancel_until_minutes?: number | null;
					cancel_working_days?: number | null;
					centre_id: string;
					horizon_days?: number | null;
					lead_minutes?: number | null;
					lead_working_days?: number | null;
					max_minutes?: number | null;
					min_minutes?: number | null;
					resource_id: string;
					step_minutes?: number | null;
					who: string;
				};
				Update: {
					approval?: string | null;
					cancel_until_minutes?: number | null;
					cancel_working_days?: number | null;
					centre_id?: string;
					horizon_days?: number | null;
					lead_minutes?: number | null;
					lead_working_days?: number | null;
					max_minutes?: number | null;
					min_minutes?: number | null;
					resource_id?: string;
					step_minutes?: number | null;
					who?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'resource_rules_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'resource_rules_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: false;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					}
				];
			};
			resource_secrets: {
				Row: {
					centre_id: string;
					changed_at: string;
					changed_by: string | null;
					resource_id: string;
					token: string;
				};
				ComputedFields: never;
				Insert: {
					centre_id: string;
					changed_at?: string;
					changed_by?: string | null;
					resource_id: string;
					token: string;
				};
				Update: {
					centre_id?: string;
					changed_at?: string;
					changed_by?: string | null;
					resource_id?: string;
					token?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'resource_secrets_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'resource_secrets_changed_by_fkey';
						columns: ['changed_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'resource_secrets_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: true;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					}
				];
			};
			resource_units: {
				Row: {
					resource_id: string;
					unit_id: string;
				};
				ComputedFields: never;
				Insert: {
					resource_id: string;
					unit_id: string;
				};
				Update: {
					resource_id?: string;
					unit_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'resource_units_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: false;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'resource_units_unit_id_fkey';
						columns: ['unit_id'];
						isOneToOne: false;
						referencedRelation: 'units';
						referencedColumns: ['id'];
					}
				];
			};
			resources: {
				Row: {
					accessibility: string[];
					active: boolean;
					adult_for_minors: boolean;
					approval: string;
					archived_at: string | null;
					area_m2: number | null;
					cancel_until_minutes: number;
					cancel_working_days: number;
					capacity: number | null;
					centre_id: string;
					colour: number;
					created_at: string;
					deposit_note: Json | null;
					description: Json | null;
					document_needed: boolean;
					features: string[];
					grace_days: number;
					horizon_days: number;
					id: string;
					kind: string;
					lead_minutes: number;
					lead_working_days: number;
					lent_home: boolean;
					max_days: number;
					max_minutes: number;
					max_months: number;
					min_age: number | null;
					min_days: number;
					min_minutes: number;
					name: NonNullable<Json>;
					needs_check_in: boolean;
					no_show_minutes: number | null;
					open_to: string;
					pending_holds: boolean;
					place: Json | null;
					position: number;
					renewal_days: number;
					season_from: number | null;
					season_until: number | null;
					share_cap_percent: number | null;
					slug: string;
					statement: Json | null;
					step_minutes: number;
					take: string;
					updated_at: string;
					weekly_minutes_per_organisation: number | null;
					weekly_minutes_per_person: number | null;
				};
				ComputedFields: never;
				Insert: {
					accessibility?: string[];
					active?: boolean;
					adult_for_minors?: boolean;
					approval?: string;
					archived_at?: string | null;
					area_m2?: number | null;
					cancel_until_minutes?: number;
					cancel_working_days?: number;
					capacity?: number | null;
					centre_id: string;
					colour?: number;
					created_at?: string;
					deposit_note?: Json | null;
					description?: Json | null;
					document_needed?: boolean;
					features?: string[];
					grace_days?: number;
					horizon_days?: number;
					id?: string;
					kind: string;
					lead_minutes?: number;
					lead_working_days?: number;
					lent_home?: boolean;
					max_days?: number;
					max_minutes?: number;
					max_months?: number;
					min_age?: number | null;
					min_days?: number;
					min_minutes?: number;
					name: NonNullable<Json>;
					needs_check_in?: boolean;
					no_show_minutes?: number | null;
					open_to?: string;
					pending_holds?: boolean;
					place?: Json | null;
					position?: number;
					renewal_days?: number;
					season_from?: number | null;
					season_until?: number | null;
					share_cap_percent?: number | null;
					slug: string;
					statement?: Json | null;
					step_minutes?: number;
					take?: string;
					updated_at?: string;
					weekly_minutes_per_organisation?: number | null;
					weekly_minutes_per_person?: number | null;
				};
				Update: {
					accessibility?: string[];
					active?: boolean;
					adult_for_minors?: boolean;
					approval?: string;
					archived_at?: string | null;
					area_m2?: number | null;
					cancel_until_minutes?: number;
					cancel_working_days?: number;
					capacity?: number | null;
					centre_id?: string;
					colour?: number;
					created_at?: string;
					deposit_note?: Json | null;
					description?: Json | null;
					document_needed?: boolean;
					features?: string[];
					grace_days?: number;
					horizon_days?: number;
					id?: string;
					kind?: string;
					lead_minutes?: number;
					lead_working_days?: number;
					lent_home?: boolean;
					max_days?: number;
					max_minutes?: number;
					max_months?: number;
					min_age?: number | null;
					min_days?: number;
					min_minutes?: number;
					name?: NonNullable<Json>;
					needs_check_in?: boolean;
					no_show_minutes?: number | null;
					open_to?: string;
					pending_holds?: boolean;
					place?: Json | null;
					position?: number;
					renewal_days?: number;
					season_from?: number | null;
					season_until?: number | null;
					share_cap_percent?: number | null;
					slug?: string;
					statement?: Json | null;
					step_minutes?: number;
					take?: string;
					updated_at?: string;
					weekly_minutes_per_organisation?: number | null;
					weekly_minutes_per_person?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'resources_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					}
				];
			};
			series_skipped: {
				Row: {
					centre_id: string;
					date: string;
					during: unknown;
					reason: string | null;
					series_id: string;
				};
				ComputedFields: never;
				Insert: {
					centre_id: string;
					date: string;
					during: unknown;
					reason?: string | null;
					series_id: string;
				};
				Update: {
					centre_id?: string;
					date?: string;
					during?: unknown;
					reason?: string | null;
					series_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'series_skipped_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'series_skipped_series_id_fkey';
						columns: ['series_id'];
						isOneToOne: false;
						referencedRelation: 'booking_series';
						referencedColumns: ['id'];
					}
				];
			};
			slot_watches: {
				Row: {
					booking_id: string | null;
					centre_id: string;
					created_at: string;
					during: unknown;
					id: string;
					kind: string | null;
					line_at: string;
					organisation_id: string | null;
					passed_over: Json | null;
					people: number;
					person_id: string;
					purpose: string;
					quantity: number;
					resource_id: string | null;
					state: string;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					booking_id?: string | null;
					centre_id: string;
					created_at?: string;
					during: unknown;
					id?: string;
					kind?: string | null;
					line_at?: string;
					organisation_id?: string | null;
					passed_over?: Json | null;
					people: number;
					person_id: string;
					purpose: string;
					quantity?: number;
					resource_id?: string | null;
					state?: string;
					updated_at?: string;
				};
				Update: {
					booking_id?: string | null;
					centre_id?: string;
					created_at?: string;
					during?: unknown;
					id?: string;
					kind?: string | null;
					line_at?: string;
					organisation_id?: string | null;
					passed_over?: Json | null;
					people?: number;
					person_id?: string;
					purpose?: string;
					quantity?: number;
					resource_id?: string | null;
					state?: string;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'slot_watches_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'slot_watches_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'loans';
						referencedColumns: ['booking_id'];
					},
					{
						foreignKeyName: 'slot_watches_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'my_bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'slot_watches_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'slot_watches_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'slot_watches_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'slot_watches_resource_id_fkey';
						columns: ['resource_id'];
						isOneToOne: false;
						referencedRelation: 'resources';
						referencedColumns: ['id'];
					}
				];
			};
			strike_pardons: {
				Row: {
					booking_id: string;
					centre_id: string;
					forgiven_at: string;
					forgiven_by: string | null;
					reason: string;
				};
				ComputedFields: never;
				Insert: {
					booking_id: string;
					centre_id: string;
					forgiven_at?: string;
					forgiven_by?: string | null;
					reason: string;
				};
				Update: {
					booking_id?: string;
					centre_id?: string;
					forgiven_at?: string;
					forgiven_by?: string | null;
					reason?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'strike_pardons_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: true;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'strike_pardons_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: true;
						referencedRelation: 'loans';
						referencedColumns: ['booking_id'];
					},
					{
						foreignKeyName: 'strike_pardons_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: true;
						referencedRelation: 'my_bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'strike_pardons_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'strike_pardons_forgiven_by_fkey';
						columns: ['forgiven_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					}
				];
			};
			unit_secrets: {
				Row: {
					centre_id: string;
					changed_at: string;
					changed_by: string | null;
					code: string;
					unit_id: string;
				};
				ComputedFields: never;
				Insert: {
					centre_id: string;
					changed_at?: string;
					changed_by?: string | null;
					code: string;
					unit_id: string;
				};
				Update: {
					centre_id?: string;
					changed_at?: string;
					changed_by?: string | null;
					code?: string;
					unit_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'unit_secrets_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'unit_secrets_changed_by_fkey';
						columns: ['changed_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'unit_secrets_unit_id_fkey';
						columns: ['unit_id'];
						isOneToOne: true;
						referencedRelation: 'units';
						referencedColumns: ['id'];
					}
				];
			};
			units: {
				Row: {
					centre_id: string;
					cleanup_minutes: number;
					id: string;
					in_service: boolean;
					label: string;
					serial: string | null;
					setup_minutes: number;
					turnaround_minutes: number;
				};
				ComputedFields: never;
				Insert: {
					centre_id: string;
					cleanup_minutes?: number;
					id?: string;
					in_service?: boolean;
					label: string;
					serial?: string | null;
					setup_minutes?: number;
					turnaround_minutes?: never;
				};
				Update: {
					centre_id?: string;
					cleanup_minutes?: number;
					id?: string;
					in_service?: boolean;
					label?: string;
					serial?: string | null;
					setup_minutes?: number;
					turnaround_minutes?: never;
				};
				Relationships: [
					{
						foreignKeyName: 'units_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					}
				];
			};
		};
		Views: {
			loans: {
				Row: {
					booking_id: string;
					centre_id: string;
					deposit_notes: Json | null;
					document_needed: boolean | null;
					late_before: boolean | null;
					organisation_id: string | null;
					overdue: boolean | null;
					requested_by: string | null;
					units: Json | null;
				};
				ComputedFields: never;
				Insert: {
					booking_id?: string | null;
					centre_id?: string | null;
					deposit_notes?: never;
					document_needed?: never;
					late_before?: never;
					organisation_id?: string | null;
					overdue?: never;
					requested_by?: string | null;
					units?: never;
				};
				Update: {
					booking_id?: string | null;
					centre_id?: string | null;
					deposit_notes?: never;
					document_needed?: never;
					late_before?: never;
					organisation_id?: string | null;
					overdue?: never;
					requested_by?: string | null;
					units?: never;
				};
				Relationships: [
					{
						foreignKeyName: 'bookings_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_requested_by_fkey';
						columns: ['requested_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					}
				];
			};
			my_bookings: {
				Row: {
					attendees: number;
					cancel_until: string | null;
					cancelled_at: string | null;
					cancelled_late: boolean | null;
					centre_id: string;
					centre_name: string;
					centre_slug: string;
					check_in_until: string | null;
					checked_in_at: string | null;
					created_at: string;
					decided_why: string | null;
					ends: string | null;
					hold_until: string | null;
					id: string;
					is_mine: boolean | null;
					is_offer: boolean | null;
					note: string | null;
					organisation_id: string | null;
					organisation_name: string | null;
					public_title: string | null;
					purpose: string;
					requested_by: string | null;
					requested_by_name: string | null;
					requested_by_phone: string | null;
					resources: Json | null;
					starts: string | null;
					status: string | null;
					time_zone: string;
					version: number;
					walk_in_name: string | null;
					walk_in_phone: string | null;
				};
				ComputedFields: never;
				Relationships: [
					{
						foreignKeyName: 'bookings_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'bookings_requested_by_fkey';
						columns: ['requested_by'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					}
				];
			};
			my_watches: {
				Row: {
					booking_id: string | null;
					booking_version: number | null;
					centre_id: string;
					centre_name: string;
					centre_slug: string;
					created_at: string;
					ends: string | null;
					free_parts: Json | null;
					id: string;
					kind: string | null;
					offered_until: string | null;
					organisation_id: string | null;
					organisation_name: string | null;
					passed_over: Json | null;
					people: number;
					person_id: string;
					place: number | null;
					purpose: string;
					quantity: number;
					resource: Json | null;
					rules_version: number;
					starts: string | null;
					state: string | null;
					time_zone: string;
					updated_at: string;
				};
				ComputedFields: never;
				Relationships: [
					{
						foreignKeyName: 'slot_watches_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'slot_watches_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'loans';
						referencedColumns: ['booking_id'];
					},
					{
						foreignKeyName: 'slot_watches_booking_id_fkey';
						columns: ['booking_id'];
						isOneToOne: false;
						referencedRelation: 'my_bookings';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'slot_watches_centre_id_fkey';
						columns: ['centre_id'];
						isOneToOne: false;
						referencedRelation: 'centres';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'slot_watches_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'slot_watches_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'profiles';
						referencedColumns: ['id'];
					}
				];
			};
		};
		Functions: {
			accept_offer: {
				Args: {
					p_booking: string;
					p_key: string;
					p_rules_version: number;
					p_statement_accepted?: boolean;
					p_version: number;
				};
				Returns: Json;
			};
			answer_question: {
				Args: { p_answer: string; p_key: string; p_question: string };
				Returns: Json;
			};
			archive_resource: { Args: { p_key: string; p_resource: string }; Returns: Json };
			archived_resource: { Args: { p_centre: string; p_slug: string }; Returns: Json };
			ask_about_booking: {
				Args: { p_booking: string; p_key: string; p_question: string; p_version: number };
				Returns: Json;
			};
			booking_story: { Args: { p_booking: string }; Returns: Json };
			cancel_booking: {
				Args: {
					p_booking: string;
					p_key: string;
					p_late?: boolean;
					p_reason?: string;
					p_version: number;
				};
				Returns: Json;
			};
			cancel_series: {
				Args: {
					p_from?: string;
					p_key: string;
					p_reason?: string;
					p_scope: string;
					p_series: string;
					p_version?: number;
				};
				Returns: Json;
			};
			centre_schedule: { Args: { p_centre: string; p_week: string }; Returns: Json };
			centre_standings: { Args: { p_centre: string }; Returns: Json };
			change_series: {
				Args: {
					p_attendees?: number;
					p_choices?: Json;
					p_ends?: string;
					p_from?: string;
					p_key: string;
					p_moved?: string;
					p_note?: string;
					p_override_reason?: string;
					p_public_title?: string;
					p_purpose?: string;
					p_resources?: Json;
					p_scope: string;
					p_seen?: string;
					p_series: string;
					p_starts?: string;
					p_statement_accepted?: boolean;
					p_version: number;
				};
				Returns: Json;
			};
			check_in: { Args: { p_booking: string; p_key: string; p_version: number }; Returns: Json };
			check_in_at_door: { Args: { p_key: string; p_token: string }; Returns: Json };
			clear_locker: {
				Args: { p_booking: string; p_key: string; p_note?: string; p_version: number };
				Returns: Json;
			};
			competing_requests: {
				Args: { p_ends: string; p_resources: Json; p_starts: string };
				Returns: number;
			};
			count_strike: { Args: { p_booking: string; p_key: string }; Returns: Json };
			create_closure: {
				Args: {
					p_centre: string;
					p_decisions?: Json;
					p_ends: string;
					p_key: string;
					p_reason: string;
					p_resource?: string;
					p_starts: string;
				};
				Returns: Json;
			};
			decide_booking: {
				Args: {
					p_booking: string;
					p_decision: string;
					p_key: string;
					p_rivals_why?: string;
					p_version: number;
					p_why?: string;
				};
				Returns: Json;
			};
			decide_bookings: {
				Args: { p_bookings: Json; p_decision: string; p_key: string; p_why?: string };
				Returns: Json;
			};
			declare_age: { Args: { p_age: number; p_key: string }; Returns: Json };
			decline_offer: {
				Args: { p_booking: string; p_key: string; p_version: number };
				Returns: Json;
			};
			extend_loan: {
				Args: { p_booking: string; p_key: string; p_until: string; p_version: number };
				Returns: Json;
			};
			find_people: { Args: { p_centre: string; p_query: string }; Returns: Json };
			find_slots: {
				Args: {
					p_accessibility?: string[];
					p_attendees?: number;
					p_centre: string;
					p_ends: string;
					p_features?: string[];
					p_kind?: string;
					p_limit?: number;
					p_organisation?: string;
					p_resources: Json;
					p_starts: string;
				};
				Returns: Json;
			};
			finish_booking: {
				Args: { p_booking: string; p_key: string; p_version: number };
				Returns: Json;
			};
			forgive_strike: {
				Args: { p_booking: string; p_key: string; p_reason: string };
				Returns: Json;
			};
			get_series: { Args: { p_series: string }; Returns: Json };
			hand_over: {
				Args: {
					p_booking: string;
					p_document_shown?: boolean;
					p_key: string;
					p_note?: string;
					p_swap?: boolean;
					p_units?: Json;
					p_version: number;
				};
				Returns: Json;
			};
			link_walk_in: {
				Args: { p_booking: string; p_key: string; p_person: string; p_version: number };
				Returns: Json;
			};
			list_closures: { Args: { p_centre: string }; Returns: Json };
			loan_calendar: {
				Args: { p_days?: number; p_from: string; p_organisation?: string; p_resource: string };
				Returns: Json;
			};
			locker_plan: { Args: { p_centre: string }; Returns: Json };
			my_quota: {
				Args: { p_centre: string; p_day?: string; p_organisation?: string };
				Returns: Json;
			};
			my_standing: { Args: { p_centre: string }; Returns: Json };
			outside_rules: { Args: { p_centre: string }; Returns: Json };
			preview_closure: {
				Args: { p_centre: string; p_ends: string; p_resource?: string; p_starts: string };
				Returns: Json;
			};
			preview_series: {
				Args: { p_attendees: number; p_organisation?: string; p_resources: Json; p_rule: Json };
				Returns: Json;
			};
			preview_series_change: {
				Args: {
					p_attendees?: number;
					p_ends?: string;
					p_from?: string;
					p_moved?: string;
					p_override_reason?: string;
					p_resources?: Json;
					p_scope: string;
					p_series: string;
					p_starts?: string;
				};
				Returns: Json;
			};
			rebook_skipped: {
				Args: { p_date: string; p_key: string; p_rules_version?: number; p_series: string };
				Returns: Json;
			};
			remove_closure: { Args: { p_closure: string; p_key: string }; Returns: Json };
			rename_booking: {
				Args: {
					p_attendees: number;
					p_booking: string;
					p_key: string;
					p_note?: string;
					p_public_title?: string;
					p_purpose: string;
					p_version: number;
				};
				Returns: Json;
			};
			renew_door_code: { Args: { p_key: string; p_resource: string }; Returns: Json };
			renew_term: {
				Args: { p_booking: string; p_key: string; p_months: number; p_version: number };
				Returns: Json;
			};
			request_booking: {
				Args: {
					p_attendees: number;
					p_ends: string;
					p_for_minors?: boolean;
					p_key: string;
					p_note?: string;
					p_on_behalf_of?: string;
					p_organisation?: string;
					p_override_reason?: string;
					p_public_title?: string;
					p_purpose: string;
					p_resources: Json;
					p_rules_version: number;
					p_starts: string;
					p_statement_accepted?: boolean;
					p_walk_in?: Json;
				};
				Returns: Json;
			};
			request_facts: { Args: { p_centre: string }; Returns: Json };
			request_locker: {
				Args: {
					p_from: string;
					p_key: string;
					p_months: number;
					p_note?: string;
					p_organisation?: string;
					p_purpose: string;
					p_resource: string;
					p_rules_version: number;
					p_statement_accepted?: boolean;
					p_unit?: string;
				};
				Returns: Json;
			};
			request_series: {
				Args: {
					p_attendees: number;
					p_key: string;
					p_note?: string;
					p_occurrences: Json;
					p_organisation?: string;
					p_override_reason?: string;
					p_public_title?: string;
					p_purpose: string;
					p_resources: Json;
					p_rule: Json;
					p_rules_version: number;
					p_skipped?: Json;
					p_statement_accepted?: boolean;
				};
				Returns: Json;
			};
			reschedule_booking: {
				Args: {
					p_booking: string;
					p_ends: string;
					p_key: string;
					p_override_reason?: string;
					p_resources?: Json;
					p_starts: string;
					p_statement_accepted?: boolean;
					p_version: number;
				};
				Returns: Json;
			};
			restore_booking: {
				Args: { p_booking: string; p_key: string; p_version: number };
				Returns: Json;
			};
			restore_series: {
				Args: { p_key: string; p_series: string; p_version?: number };
				Returns: Json;
			};
			return_locker: {
				Args: { p_booking: string; p_key: string; p_version: number };
				Returns: Json;
			};
			rewatch_slot: { Args: { p_key: string; p_watch: string }; Returns: Json };
			set_locker_code: { Args: { p_code: string; p_key: string; p_unit: string }; Returns: Json };
			take_back: {
				Args: {
					p_booking: string;
					p_damaged?: boolean;
					p_key: string;
					p_note?: string;
					p_units?: Json;
					p_version: number;
				};
				Returns: Json;
			};
			unarchive_resource: { Args: { p_key: string; p_resource: string }; Returns: Json };
			undo_check_in: {
				Args: { p_booking: string; p_key: string; p_version: number };
				Returns: Json;
			};
			undo_decision: {
				Args: { p_booking: string; p_key: string; p_version: number };
				Returns: Json;
			};
			undo_series_change: {
				Args: { p_key: string; p_series: string; p_version?: number };
				Returns: Json;
			};
			unwatch_slot: { Args: { p_key: string; p_watch: string }; Returns: Json };
			watch_slot: {
				Args: {
					p_centre?: string;
					p_ends: string;
					p_key: string;
					p_kind?: string;
					p_organisation?: string;
					p_people: number;
					p_purpose: string;
					p_quantity?: number;
					p_resource?: string;
					p_starts: string;
				};
				Returns: Json;
			};
		};
		Enums: {
			[_ in never]: never;
		};
		CompositeTypes: {
			[_ in never]: never;
		};
	};
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
	DefaultSchemaTableNameOrOptions extends
		| keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		| { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
				DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
			DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
			Row: infer R;
		}
		? R
		: never
	: DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
				Row: infer R;
			}
			? R
			: never
		: never;

export type TablesInsert<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Insert: infer I;
		}
		? I
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Insert: infer I;
			}
			? I
			: never
		: never;

export type TablesUpdate<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Update: infer U;
		}
		? U
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Update: infer U;
			}
			? U
			: never
		: never;

export type Enums<
	DefaultSchemaEnumNameOrOptions extends
		keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
	EnumName extends (DefaultSchemaEnumNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
		: never) = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
	: DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
		? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
		: never;

export type CompositeTypes<
	PublicCompositeTypeNameOrOptions extends
		keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
	CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
		: never) = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
	: PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
		? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
		: never;

export const Constants = {
	public: {
		Enums: {}
	}
} as const;
