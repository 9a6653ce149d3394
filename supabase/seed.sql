-- Demo: two centres in one region, their people and a timetable around the day of seeding.
-- Everything is fictitious; nobody has a password (the starter gives random ones to the demo people).

create function pg_temp.id(p_name text) returns uuid
language sql immutable as $$ select md5('mam demo ' || p_name)::uuid $$;

-- People --------------------------------------------------------------------------------------

create temporary table demo_people (email text, display_name text, phone text, locale text);
insert into demo_people values
  ('halina.wrona@mam.example', 'Halina Wrona', '+48 000 000 101', 'pl'),
  ('oksana.bondar@mam.example', 'Oksana Bondar', '+48 000 000 102', 'uk'),
  ('anna.sowa@mam.example', 'Anna Sowa', '+48 000 000 103', 'pl'),
  ('bartek.sowa@mam.example', 'Bartek Sowa', null, 'pl'),
  ('beata.maj@mam.example', 'Beata Maj', '+48 000 000 104', 'pl'),
  ('ihor.kowal@mam.example', 'Ihor Kowal', '+48 000 000 105', 'uk'),
  ('marta.zieba@mam.example', 'Marta Zięba', '+48 000 000 106', 'pl'),
  ('pawel.gil@mam.example', 'Paweł Gil', '+48 000 000 107', 'pl'),
  ('joanna.kret@mam.example', 'Joanna Kret', '+48 000 000 108', 'pl');

insert into auth.users (
  id, aud, role, email, encrypted_password, email_confirmed_at, confirmation_token, recovery_token,
  email_change, email_change_token_new, email_change_token_current, raw_app_meta_data,
  raw_user_meta_data, created_at, updated_at
)
select
  pg_temp.id(email), 'authenticated', 'authenticated', email, '', now(), '', '', '', '', '',
  '{"provider": "email", "providers": ["email"]}', jsonb_build_object('locale', locale), now(), now()
from demo_people;

insert into auth.identities (
  id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at
)
select
  gen_random_uuid(), 'email', pg_temp.id(email)::text, pg_temp.id(email),
  jsonb_build_object(
    'sub', pg_temp.id(email), 'email', email, 'email_verified', true, 'phone_verified', false
  ),
  now(), now(), now()
from demo_people;

-- a hosted GoTrue looks people up by an instance of zeros; the embedded one has no such column
do $$ begin
  if exists (
    select from pg_attribute where attrelid = 'auth.users'::regclass and attname = 'instance_id'
  ) then
    update auth.users set instance_id = '00000000-0000-0000-0000-000000000000' where instance_id is null;
  end if;
end $$;

update public.profiles as p
set display_name = d.display_name, phone = d.phone, locale = d.locale
from demo_people as d where p.id = pg_temp.id(d.email);

-- Centres --------------------------------------------------------------------------------------

insert into public.centres (
  id, slug, name, municipality, address, latitude, longitude, phone, email, description, rules,
  accessibility, controller_name, data_officer_email, accessibility_contact_name,
  statement_published, statement_reviewed, demo
) values
  (
    pg_temp.id('chrzanow'), 'chrzanow', 'MAM Chrzanów', 'Chrzanów',
    'ul. Kasztanowa 7, 32-500 Chrzanów', 50.135, 19.402, '+48 000 000 001', 'chrzanow@mam.example',
    '{"pl": "Wspólne miejsce mieszkańców Chrzanowa: sale, pracownia, kuchnia i podwórko. Bezpłatnie, dla każdego, kto chce coś robić z innymi.",
      "en": "A shared place of the residents of Chrzanów: rooms, a workshop, a kitchen and a yard. Free of charge, for everyone who wants to do something together.",
      "uk": "Спільне місце мешканців Хшанова: зали, майстерня, кухня та подвір''я. Безкоштовно, для всіх, хто хоче робити щось разом."}',
    '{"pl": "## Dla kogo\nZ sal korzystają mieszkańcy, grupy nieformalne i organizacje. **Bezpłatnie** i niekomercyjnie: bez biletów, bez agitacji politycznej.\n\n## Jak zarezerwować\n- Podaj cel i liczbę osób.\n- Część sal potwierdza animatorka, zwykle w dwa dni robocze.\n- Nie możesz przyjść? Odwołaj rezerwację, ktoś inny czeka na ten termin.\n\n## Na miejscu\n- Czas rezerwacji obejmuje przygotowanie i sprzątanie.\n- Po sobie: stoły na miejsce, zmyte naczynia, zamknięte okna, zgaszone światło.\n- Szkody zgłoś animatorce najpóźniej przy oddaniu klucza.\n- Klucze wydajemy osobom od 16 lat; młodsi przychodzą z dorosłym.",
      "en": "## For whom\nResidents, informal groups and organisations use the rooms. **Free of charge** and non-commercial: no tickets, no political campaigning.\n\n## How to book\n- Give the purpose and the number of people.\n- Some rooms are confirmed by a community organiser, usually within two working days.\n- You cannot come? Cancel the booking, somebody else is waiting for that time.\n\n## On the spot\n- The time you book includes set-up and clean-up.\n- Leave it as you found it: tables back, dishes washed, windows closed, lights off.\n- Report damage at the latest when you return the key.\n- Keys are given to people aged 16 and over; younger ones come with an adult.",
      "uk": "## Для кого\nЗалами користуються мешканці, неформальні групи та організації. **Безкоштовно** і некомерційно: без квитків, без політичної агітації.\n\n## Як забронювати\n- Вкажіть мету та кількість осіб.\n- Деякі зали підтверджує координаторка спільноти, зазвичай за два робочі дні.\n- Не можете прийти? Скасуйте бронювання, хтось інший чекає на цей час.\n\n## На місці\n- Час бронювання охоплює підготовку та прибирання.\n- Після себе: столи на місце, посуд помитий, вікна зачинені, світло вимкнене.\n- Про пошкодження повідомте найпізніше під час повернення ключа.\n- Ключі видаємо особам від 16 років; молодші приходять із дорослим."}',
    '{"step_free": true, "toilet": true, "induction_loop": true, "parking": true, "guide_dogs": true,
      "sign_language": "on_request",
      "entrance": {"pl": "Wejście od ul. Kasztanowej, bez progu, drzwi 100 cm otwierane automatycznie.", "en": "Entrance from Kasztanowa street, step-free, 100 cm automatic door.", "uk": "Вхід з вул. Каштанової, без порога, автоматичні двері 100 см."},
      "notes": {"pl": "Wszystkie sale są na parterze. W Narożniku jest cicho i można przygasić światło.", "en": "All rooms are on the ground floor. The Corner is quiet and its lights can be dimmed.", "uk": "Усі зали на першому поверсі. У «Куточку» тихо, світло можна приглушити."},
      "transport": {"pl": "Autobusy zatrzymują się 150 m od wejścia (przystanek Kasztanowa).", "en": "Buses stop 150 m from the entrance (stop Kasztanowa).", "uk": "Автобуси зупиняються за 150 м від входу (зупинка Kasztanowa)."}}',
    'MAM Chrzanów (dane fikcyjne)', 'iod.chrzanow@mam.example', 'Marta Zięba',
    date '2026-11-02', date '2026-11-02', true
  ),
  (
    pg_temp.id('nowy-sacz'), 'nowy-sacz', 'MAM Nowy Sącz – Przydworcowe', 'Nowy Sącz',
    'ul. Parowozowa 3, 33-300 Nowy Sącz', 49.612, 20.697, '+48 000 000 002', 'nowy-sacz@mam.example',
    '{"pl": "Miejsce sąsiadów z Przydworcowego: sala z lustrem, pracownia, kącik dla dzieci, biuro dla organizacji i skwer.",
      "en": "A place for the neighbours of Przydworcowe: a hall with a mirror, a workshop, a children''s corner, an office for organisations and a square.",
      "uk": "Місце сусідів із Пшидворцового: зала з дзеркалом, майстерня, дитячий куточок, офіс для організацій і сквер."}',
    '{"pl": "## Dla kogo\nDla mieszkańców, grup i organizacji. **Bezpłatnie** i niekomercyjnie.\n\n## Jak zarezerwować\n- Podaj cel i liczbę osób.\n- Sale potwierdza animator; Biuro Dunajec rezerwujesz od razu.\n- Nie możesz przyjść? Odwołaj rezerwację.\n\n## Na miejscu\n- Czas rezerwacji obejmuje przygotowanie i sprzątanie.\n- W Kąciku Łubinka zdejmujemy buty.\n- Szkody zgłoś animatorowi.",
      "en": "## For whom\nFor residents, groups and organisations. **Free of charge** and non-commercial.\n\n## How to book\n- Give the purpose and the number of people.\n- Rooms are confirmed by a community organiser; the Dunajec office is yours at once.\n- You cannot come? Cancel the booking.\n\n## On the spot\n- The time you book includes set-up and clean-up.\n- In the Łubinka corner we take our shoes off.\n- Report damage to the organiser.",
      "uk": "## Для кого\nДля мешканців, груп та організацій. **Безкоштовно** і некомерційно.\n\n## Як забронювати\n- Вкажіть мету та кількість осіб.\n- Зали підтверджує координатор спільноти; офіс «Дунаєць» — одразу.\n- Не можете прийти? Скасуйте бронювання.\n\n## На місці\n- Час бронювання охоплює підготовку та прибирання.\n- У куточку «Лубінка» знімаємо взуття.\n- Про пошкодження повідомте координатора."}',
    '{"step_free": true, "toilet": true, "induction_loop": false, "parking": false, "guide_dogs": true,
      "sign_language": "on_request",
      "entrance": {"pl": "Wejście od strony dworca, podjazd o nachyleniu 5%.", "en": "Entrance from the station side, ramp with a 5% slope.", "uk": "Вхід з боку вокзалу, пандус із нахилом 5%."},
      "notes": {"pl": "Pętla indukcyjna przenośna na prośbę.", "en": "A portable induction loop on request.", "uk": "Переносна індукційна петля за запитом."},
      "transport": {"pl": "3 minuty pieszo od dworca kolejowego.", "en": "3 minutes on foot from the railway station.", "uk": "3 хвилини пішки від залізничного вокзалу."}}',
    'MAM Nowy Sącz (dane fikcyjne)', 'iod.nowy-sacz@mam.example', 'Paweł Gil',
    date '2026-11-02', date '2026-11-02', true
  );

insert into public.opening_hours (centre_id, weekday, opens, closes)
select pg_temp.id('chrzanow'), d, time '10:00', time '20:00' from generate_series(1, 5) as d
union all select pg_temp.id('chrzanow'), 6, time '10:00', time '16:00'
union all select pg_temp.id('nowy-sacz'), 1, time '12:00', time '20:00'
union all select pg_temp.id('nowy-sacz'), d, time '9:00', time '19:00' from generate_series(2, 5) as d
union all select pg_temp.id('nowy-sacz'), 6, time '9:00', time '14:00';

insert into public.closures (centre_id, during, reason)
select
  pg_temp.id('chrzanow'),
  tstzrange((monday.day + time '10:00') at time zone 'Europe/Warsaw', (monday.day + time '14:00') at time zone 'Europe/Warsaw'),
  '{"pl": "Przegląd instalacji", "en": "Inspection of installations", "uk": "Огляд інсталяцій"}'
from (select date_trunc('week', now() at time zone 'Europe/Warsaw')::date + 21 as day) as monday;

insert into public.centre_people (centre_id, person_id, role, verified_at) values
  (pg_temp.id('chrzanow'), pg_temp.id('marta.zieba@mam.example'), 'animator', now()),
  (pg_temp.id('chrzanow'), pg_temp.id('joanna.kret@mam.example'), 'coordinator', now()),
  (pg_temp.id('nowy-sacz'), pg_temp.id('pawel.gil@mam.example'), 'animator', now()),
  (pg_temp.id('chrzanow'), pg_temp.id('halina.wrona@mam.example'), 'resident', now());

-- Organisations ----------------------------------------------------------------------------------

create temporary table demo_organisations (code text, slug text, name text, kind text, trusted boolean);
insert into demo_organisations values
  ('C-N1', 'podworka-razem', 'Stowarzyszenie Podwórka Razem', 'association', true),
  ('C-N2', 'cyfrowa-herbata', 'Fundacja Cyfrowa Herbata', 'foundation', false),
  ('C-N3', 'modrzewiowy-zakatek', 'Klub Seniora Modrzewiowy Zakątek', 'informal_group', false),
  ('C-N4', 'rowerowa-osemka', 'Stowarzyszenie Rowerowa Ósemka', 'association', false),
  ('C-N5', 'druga-szuflada', 'Fundacja Druga Szuflada', 'foundation', false),
  ('C-N6', 'glosna-polka', 'Stowarzyszenie Głośna Półka', 'association', false),
  ('N-N1', 'przystanek-sasiad', 'Stowarzyszenie Przystanek Sąsiad', 'association', true),
  ('N-N2', 'sadecka-ciemnia', 'Fundacja Sądecka Ciemnia', 'foundation', false),
  ('N-N3', 'zdrowy-peron', 'Stowarzyszenie Zdrowy Peron', 'association', false),
  ('N-N4', 'mosty-nad-lubinka', 'Fundacja Mosty nad Łubinką', 'foundation', false),
  ('N-N5', 'parowozik', 'Klub Modelarzy Parowozik', 'informal_group', false),
  ('N-N6', 'zielony-semafor', 'Stowarzyszenie Zielony Semafor', 'association', false);

insert into public.organisations (id, kind, name, slug, verified_at, trusted)
select pg_temp.id(code), kind, name, slug, now(), trusted from demo_organisations;
insert into public.organisation_centres (organisation_id, centre_id)
select pg_temp.id(code), pg_temp.id(case when code like 'C-%' then 'chrzanow' else 'nowy-sacz' end)
from demo_organisations;
insert into public.organisation_members (organisation_id, person_id, role) values
  (pg_temp.id('C-N1'), pg_temp.id('beata.maj@mam.example'), 'owner'),
  (pg_temp.id('C-N1'), pg_temp.id('anna.sowa@mam.example'), 'member'),
  (pg_temp.id('C-N5'), pg_temp.id('joanna.kret@mam.example'), 'owner'),
  (pg_temp.id('N-N4'), pg_temp.id('ihor.kowal@mam.example'), 'owner');

-- Rooms and equipment used on the spot --------------------------------------------------------------

create temporary table demo_resources (
  code text, slug text, kind text, name jsonb, description jsonb, capacity integer, area_m2 integer,
  features text[], accessibility text[], colour smallint, take text, units integer, approval text,
  open_to text, lead_working_days integer, cancel_until_minutes integer, season smallint[],
  cleanup_minutes integer, weekly_minutes_per_person integer, statement jsonb
);
insert into demo_resources values
  ('C-R1', 'sala-kasztan', 'room', '{"pl": "Sala Kasztan", "en": "Kasztan hall", "uk": "Зала «Каштан»"}',
   '{"pl": "Największa sala: próby, zebrania, pokazy i gimnastyka. 8 stołów i 40 krzeseł na wózkach.", "en": "The largest hall: rehearsals, meetings, shows and exercise. 8 tables and 40 chairs on trolleys.", "uk": "Найбільша зала: репетиції, зустрічі, покази та гімнастика. 8 столів і 40 стільців на візках."}',
   40, 62, '{projector,screen,sound_system,tables,chairs}', '{step_free,induction_loop}', 2, 'all', 1, 'review', 'everyone', 2, 1440, null, 0, null, null),
  ('C-R2', 'pracownia', 'room', '{"pl": "Pracownia", "en": "Workshop", "uk": "Майстерня"}',
   '{"pl": "Stoły warsztatowe, zlew i dwie maszyny do szycia. Można brudzić.", "en": "Workbenches, a sink and two sewing machines. You may make a mess.", "uk": "Верстаки, мийка та дві швейні машини. Можна бруднити."}',
   16, 34, '{workshop_tables,sink,sewing_machines}', '{step_free}', 4, 'all', 1, 'review', 'everyone', 1, 1440, null, 15, null, null),
  ('C-R3', 'naroznik', 'room', '{"pl": "Narożnik", "en": "The Corner", "uk": "Куточок"}',
   '{"pl": "Mały, cichy pokój: korepetycje, rozmowa, zebranie zarządu.", "en": "A small, quiet room: tutoring, a talk, a board meeting.", "uk": "Маленька тиха кімната: репетиторство, розмова, засідання правління."}',
   6, 14, '{tables,display}', '{step_free,quiet}', 5, 'all', 1, 'auto', 'everyone', 0, 120, null, 0, 600, null),
  ('C-R4', 'kuchnia-wspolna', 'room', '{"pl": "Kuchnia wspólna", "en": "Shared kitchen", "uk": "Спільна кухня"}',
   '{"pl": "Płyta, piekarnik, zmywarka i obniżony blat. Wspólne gotowanie do 10 osób.", "en": "A hob, an oven, a dishwasher and a lowered worktop. Cooking together for up to 10 people.", "uk": "Плита, духовка, посудомийка та знижена стільниця. Спільне готування до 10 осіб."}',
   10, 20, '{hob,oven,dishwasher,sink}', '{step_free,lowered_worktop}', 6, 'all', 1, 'review', 'everyone', 2, 1440, null, 30, null,
   '{"pl": "Znam zasady kuchni: sprzątam po sobie, myję naczynia i nie zostawiam jedzenia w lodówce. Gotuję zgodnie z zasadami higieny.", "en": "I know the kitchen rules: I clean up, wash the dishes and leave no food in the fridge. I cook hygienically.", "uk": "Я знаю правила кухні: прибираю за собою, мию посуд і не залишаю їжі в холодильнику. Готую з дотриманням гігієни."}'),
  ('C-R5', 'podworko', 'room', '{"pl": "Podwórko", "en": "The Yard", "uk": "Подвір''я"}',
   '{"pl": "Zadaszone podwórko z ławami i prądem. Od kwietnia do października.", "en": "A roofed yard with benches and power. From April to October.", "uk": "Критий двір із лавами та електрикою. З квітня по жовтень."}',
   60, 120, '{benches,power,roof}', '{step_free,paved}', 1, 'all', 1, 'review', 'everyone', 2, 1440, '{4,10}', 0, null, null),
  ('N-R1', 'sala-poprad', 'room', '{"pl": "Sala Poprad", "en": "Poprad hall", "uk": "Зала «Попрад»"}',
   '{"pl": "Sala z lustrem i ekranem: taniec, joga, spotkania do 35 osób.", "en": "A hall with a mirror and a screen: dance, yoga, meetings of up to 35 people.", "uk": "Зала з дзеркалом та екраном: танці, йога, зустрічі до 35 осіб."}',
   35, 55, '{projector,screen,chairs,mirror}', '{step_free,accessible_toilet}', 2, 'all', 1, 'review', 'everyone', 2, 1440, null, 0, null, null),
  ('N-R2', 'sala-kamienica', 'room', '{"pl": "Sala Kamienica", "en": "Kamienica room", "uk": "Зала «Каменіца»"}',
   '{"pl": "Stoły, zlew i rolety zaciemniające: fotografia, modelarstwo, rękodzieło.", "en": "Tables, a sink and blackout blinds: photography, model making, crafts.", "uk": "Столи, мийка та затемнювальні ролети: фотографія, моделювання, рукоділля."}',
   15, 30, '{tables,blinds,sink}', '{step_free}', 4, 'all', 1, 'review', 'everyone', 1, 1440, null, 15, null, null),
  ('N-R3', 'kacik-lubinka', 'room', '{"pl": "Kącik Łubinka", "en": "Łubinka corner", "uk": "Куточок «Лубінка»"}',
   '{"pl": "Maty, przewijak i zabawki dla najmłodszych.", "en": "Mats, a changing table and toys for the youngest.", "uk": "Килимки, пеленальний столик та іграшки для найменших."}',
   12, 22, '{mats,changing_table,toys}', '{step_free}', 3, 'all', 1, 'review', 'everyone', 1, 1440, null, 15, null, null),
  ('N-R4', 'biuro-dunajec', 'room', '{"pl": "Biuro Dunajec", "en": "Dunajec office", "uk": "Офіс «Дунаєць»"}',
   '{"pl": "Sześć biurek, drukarka i Wi-Fi. Na godziny, od razu.", "en": "Six desks, a printer and Wi-Fi. By the hour, at once.", "uk": "Шість столів, принтер і Wi-Fi. Погодинно, одразу."}',
   6, 18, '{desks,printer,wifi}', '{step_free}', 5, 'all', 1, 'auto', 'everyone', 0, 120, null, 0, 600, null),
  ('N-R5', 'skwer', 'room', '{"pl": "Skwer", "en": "The Square", "uk": "Сквер"}',
   '{"pl": "Skwer z ławkami i gniazdem 230 V. Od kwietnia do października.", "en": "A square with benches and a 230 V socket. From April to October.", "uk": "Сквер із лавками та розеткою 230 В. З квітня по жовтень."}',
   40, 80, '{benches,power}', '{ramp}', 1, 'all', 1, 'review', 'everyone', 2, 1440, '{4,10}', 0, null, null),
  ('C-E3', 'laptop', 'equipment', '{"pl": "Laptop", "en": "Laptop", "uk": "Ноутбук"}',
   '{"pl": "Do pracy na miejscu, z polską i ukraińską klawiaturą.", "en": "For work on the spot, with a Polish and a Ukrainian keyboard.", "uk": "Для роботи на місці, з польською та українською клавіатурою."}',
   null, null, '{}', '{}', 2, 'any', 6, 'auto', 'everyone', 0, 0, null, 0, null, null),
  ('N-E3', 'aparat-fotograficzny', 'equipment', '{"pl": "Aparat fotograficzny", "en": "Camera", "uk": "Фотоапарат"}',
   '{"pl": "Na miejscu, po krótkim instruktażu.", "en": "On the spot, after a short introduction.", "uk": "На місці, після короткого інструктажу."}',
   null, null, '{}', '{}', 6, 'any', 2, 'auto', 'verified', 0, 0, null, 0, null, null),
  ('N-E4', 'mata-do-cwiczen', 'equipment', '{"pl": "Mata do ćwiczeń", "en": "Exercise mat", "uk": "Килимок для вправ"}',
   '{"pl": "Czyste maty w szafie obok sali.", "en": "Clean mats in the cupboard beside the hall.", "uk": "Чисті килимки у шафі біля зали."}',
   null, null, '{}', '{}', 3, 'any', 20, 'auto', 'everyone', 0, 0, null, 0, null, null);

insert into public.resources (
  id, centre_id, kind, slug, name, description, capacity, area_m2, features, accessibility, colour,
  take, position, approval, open_to, lead_working_days, cancel_until_minutes, season_from,
  season_until, weekly_minutes_per_person, statement, max_minutes
)
select
  pg_temp.id(code), pg_temp.id(case when code like 'C-%' then 'chrzanow' else 'nowy-sacz' end), kind,
  slug, name, description, capacity, area_m2, features, accessibility, colour, take,
  row_number() over (), approval, open_to, lead_working_days, cancel_until_minutes, season[1],
  season[2], weekly_minutes_per_person, statement, case when kind = 'room' then 240 else 600 end
from demo_resources;

insert into public.units (id, centre_id, label, cleanup_minutes)
select
  pg_temp.id(code || ' ' || n), pg_temp.id(case when code like 'C-%' then 'chrzanow' else 'nowy-sacz' end),
  case when units = 1 then name ->> 'pl' else (name ->> 'pl') || ' ' || n end, cleanup_minutes
from demo_resources cross join lateral generate_series(1, units) as n;
insert into public.resource_units (resource_id, unit_id)
select pg_temp.id(code), pg_temp.id(code || ' ' || n)
from demo_resources cross join lateral generate_series(1, units) as n;

-- Bookings -----------------------------------------------------------------------------------------

-- One booking on the first day from p_day on (at most two weeks later, unless p_days says less) when
-- the room is open and free at that hour; nothing when there is none.
create function pg_temp.book(
  p_code text, p_day date, p_opens time, p_closes time, p_title text, p_attendees integer,
  p_organisation text default null, p_person text default null, p_public boolean default true,
  p_status text default 'confirmed', p_days integer default 14, p_extra text default null
) returns void language plpgsql as $$
declare
  v_centre public.centres;
  v_id uuid;
  v_during tstzrange;
begin
  select c.* into v_centre from public.centres as c
  join public.resources as r on r.centre_id = c.id where r.id = pg_temp.id(p_code);
  for v_offset in 0 .. p_days - 1 loop
    v_during := tstzrange(
      (p_day + v_offset + p_opens) at time zone v_centre.time_zone,
      (p_day + v_offset + p_closes) at time zone v_centre.time_zone
    );
    continue when not private.open_times(v_centre.id, pg_temp.id(p_code), p_day + v_offset, p_day + v_offset + 1) @> v_during;
    continue when not private.is_available(pg_temp.id(p_code), 1, v_during);
    insert into public.bookings (
      centre_id, requested_by, organisation_id, purpose, attendees, public_title, title_public,
      during, status, hold_until, rules_version, created_at
    ) values (
      v_centre.id, pg_temp.id(p_person), pg_temp.id(p_organisation), p_title, p_attendees,
      case when p_public then p_title end, p_public, v_during, p_status,
      case when p_status = 'pending' then least(now() + interval '3 days', lower(v_during)) end,
      v_centre.rules_version, least(now(), lower(v_during)) - interval '7 days'
    ) returning id into v_id;
    insert into public.booking_resources (booking_id, resource_id) values (v_id, pg_temp.id(p_code));
    if p_extra is not null then
      insert into public.booking_resources (booking_id, resource_id, quantity)
      values (v_id, pg_temp.id(p_extra), 4);
    end if;
    perform private.allocate(v_id);
    return;
  end loop;
end
$$;

create temporary table demo_timetable (
  weekday integer, opens time, closes time, code text, title text, organisation text, attendees integer
);
insert into demo_timetable values
  (1, '10:00', '12:00', 'C-R1', 'Gimnastyka dla seniorów', 'C-N3', 25),
  (1, '16:00', '18:00', 'C-R2', 'Szycie od zera', 'C-N5', 8),
  (1, '18:00', '20:00', 'C-R3', 'Dyżur animatorki', null, 6),
  (2, '10:00', '12:00', 'C-R3', 'Smartfon bez stresu', 'C-N2', 6),
  (2, '16:30', '18:00', 'C-R1', 'Bajki na głos', 'C-N6', 30),
  (2, '18:00', '20:00', 'C-R1', 'Chór sąsiedzki', 'C-N1', 30),
  (3, '10:00', '12:30', 'C-R1', 'Klub rodziców z maluchami', 'C-N1', 24),
  (3, '17:00', '19:30', 'C-R2', 'Kawiarenka naprawcza', 'C-N5', 12),
  (3, '18:00', '20:00', 'C-R4', 'Kuchnia bez granic', 'C-N6', 10),
  (4, '10:00', '12:00', 'C-R2', 'Rękodzieło', 'C-N3', 14),
  (4, '16:00', '18:00', 'C-R1', 'Planszówki po lekcjach', 'C-N1', 24),
  (4, '18:00', '20:00', 'C-R3', 'Porady obywatelskie', 'C-N1', 4),
  (5, '11:00', '13:00', 'C-R3', 'Polski na co dzień', 'C-N6', 6),
  (5, '17:00', '20:00', 'C-R1', 'Kino sąsiedzkie', 'C-N1', 40),
  (6, '10:00', '13:00', 'C-R5', 'Ogródek pod blokiem', 'C-N1', 21),
  (6, '11:00', '14:00', 'C-R2', 'Warsztat rowerowy', 'C-N4', 10),
  (1, '12:30', '14:00', 'N-R1', 'Zdrowy kręgosłup', 'N-N3', 20),
  (1, '16:00', '18:00', 'N-R4', 'Doradztwo dla NGO i grup', null, 4),
  (1, '17:30', '19:30', 'N-R2', 'Modelarnia', 'N-N5', 12),
  (2, '09:30', '11:30', 'N-R3', 'Klub malucha', 'N-N1', 12),
  (2, '17:00', '19:00', 'N-R2', 'Fotografia smartfonem', 'N-N2', 12),
  (3, '10:00', '12:00', 'N-R1', 'Kawa z sąsiadem', 'N-N1', 30),
  (3, '16:00', '18:00', 'N-R3', 'Odrabianki', 'N-N1', 10),
  (3, '17:00', '19:00', 'N-R1', 'Rozmowy po polsku i ukraińsku', 'N-N4', 22),
  (4, '09:00', '11:00', 'N-R2', 'Komputer dla seniora', 'N-N2', 10),
  (4, '16:30', '18:30', 'N-R1', 'Szachy międzypokoleniowe', 'N-N5', 24),
  (4, '17:00', '18:30', 'N-R3', 'Grupa wsparcia opiekunów', 'N-N3', 8),
  (5, '10:00', '12:00', 'N-R1', 'Joga na krześle', 'N-N3', 18),
  (5, '16:00', '19:00', 'N-R2', 'Otwarta ciemnia', 'N-N2', 8),
  (6, '09:30', '12:30', 'N-R5', 'Wymiana roślin i rzeczy', 'N-N6', 40),
  (6, '10:00', '13:00', 'N-R1', 'Warsztaty rodzinne', 'N-N1', 30);

-- two weeks back, eight ahead; a closed group keeps its title to itself
select pg_temp.book(
  t.code, monday.day + week * 7 + t.weekday - 1, t.opens, t.closes, t.title, t.attendees,
  p_organisation => t.organisation,
  p_person => case when t.organisation is not null then null
    when t.code like 'C-%' then 'marta.zieba@mam.example' else 'pawel.gil@mam.example' end,
  p_public => t.title <> 'Grupa wsparcia opiekunów',
  p_days => 1
)
from (select date_trunc('week', now() at time zone 'Europe/Warsaw')::date as day) as monday
cross join generate_series(-2, 8) as week
cross join demo_timetable as t
order by week, t.weekday, t.opens;

-- what comes once: moved to the next day that is open and free
select pg_temp.book(
  e.code, (now() at time zone 'Europe/Warsaw')::date + e.days, e.opens, e.closes, e.title, e.attendees,
  p_organisation => e.organisation
)
from (values
  (1, 'C-R2', 3, time '17:00', time '19:00', 'Naprawiamy toster, nie wyrzucamy', 12, 'C-N5'),
  (2, 'C-R5', 6, time '11:00', time '15:00', 'Piknik sąsiedzki „Stół na podwórku”', 60, 'C-N1'),
  (3, 'C-R1', 9, time '18:00', time '20:00', 'Konsultacje: plac zabaw na osiedlu', 40, 'C-N1'),
  (4, 'C-R3', 14, time '10:00', time '12:00', 'RODO dla małych stowarzyszeń', 6, 'C-N1'),
  (5, 'C-R1', -5, time '17:00', time '20:00', 'Wieczór podróżnika: Beskid Niski', 40, 'C-N1'),
  (6, 'N-R2', 2, time '17:00', time '19:00', 'Portret w świetle okna', 12, 'N-N2'),
  (7, 'N-R1', 5, time '10:00', time '13:00', 'Dzień zdrowia na Przydworcowym', 35, 'N-N3'),
  (8, 'N-R1', 8, time '17:00', time '18:30', 'Co dalej ze skwerem? Spotkanie z urzędem', 35, 'N-N1'),
  (9, 'N-R3', -7, time '16:00', time '18:00', 'Popołudnie bajek', 12, 'N-N1')
) as e (n, code, days, opens, closes, title, attendees, organisation)
order by e.n;

-- residents' own: shown to others as busy
select pg_temp.book(
  e.code, (now() at time zone 'Europe/Warsaw')::date + e.days, e.opens, e.closes, e.title, e.attendees,
  p_person => e.person, p_public => false, p_status => e.status, p_extra => e.extra
)
from (values
  (1, 'C-R3', -8, time '13:00', time '15:00', 'Korepetycje z matematyki', 3, 'halina.wrona@mam.example', 'confirmed', null),
  (2, 'C-R3', 2, time '15:00', time '17:00', 'Korepetycje z matematyki', 3, 'halina.wrona@mam.example', 'confirmed', null),
  (3, 'C-R3', 1, time '12:30', time '14:00', 'Розмова з психологом', 2, 'oksana.bondar@mam.example', 'confirmed', null),
  (4, 'C-R4', 6, time '14:00', time '17:00', 'Urodziny Marka', 10, 'oksana.bondar@mam.example', 'pending', null),
  (5, 'C-R2', 4, time '13:00', time '15:00', 'Próba teatrzyku', 12, 'anna.sowa@mam.example', 'pending', null),
  (6, 'C-R3', 5, time '13:00', time '16:00', 'Nauka do matury', 4, 'anna.sowa@mam.example', 'confirmed', 'C-E3'),
  (7, 'N-R4', 1, time '10:00', time '12:00', 'Wniosek o mikrogrant', 3, 'ihor.kowal@mam.example', 'confirmed', null),
  (8, 'N-R4', 3, time '13:00', time '16:00', 'Księgowość', 2, 'ihor.kowal@mam.example', 'confirmed', null)
) as e (n, code, days, opens, closes, title, attendees, person, status, extra)
order by e.n;

-- Equipment lent home -------------------------------------------------------------------------------

create temporary table demo_loans (
  code text, slug text, name jsonb, description jsonb, units integer, max_days integer, deposit integer,
  open_to text, colour smallint
);
insert into demo_loans values
  ('C-E1', 'projektor-przenosny', '{"pl": "Projektor przenośny", "en": "Portable projector", "uk": "Переносний проєктор"}',
   '{"pl": "Z kablem HDMI i torbą. Ekranem może być biała ściana.", "en": "With an HDMI cable and a bag. A white wall will do as a screen.", "uk": "З кабелем HDMI та сумкою. Екраном може бути біла стіна."}', 2, 3, 0, 'organisations', 5),
  ('C-E2', 'kolumna-z-mikrofonem', '{"pl": "Kolumna z mikrofonem", "en": "Speaker with a microphone", "uk": "Колонка з мікрофоном"}',
   '{"pl": "Na akumulator, wystarcza na podwórko i świetlicę.", "en": "Runs on a battery, loud enough for a yard or a common room.", "uk": "На акумуляторі, вистачить на подвір''я та клуб."}', 1, 3, 0, 'organisations', 6),
  ('C-E4', 'namiot', '{"pl": "Namiot 3×3 m", "en": "Tent 3×3 m", "uk": "Намет 3×3 м"}',
   '{"pl": "Składany, z obciążnikami. Do rozłożenia potrzeba dwóch osób.", "en": "Folding, with weights. It takes two people to put it up.", "uk": "Складаний, з обважнювачами. Розкладають двоє."}', 3, 4, 0, 'organisations', 3),
  ('C-E5', 'stol-skladany', '{"pl": "Stół składany 180 cm", "en": "Folding table 180 cm", "uk": "Складаний стіл 180 см"}',
   '{"pl": "Mieści się w samochodzie osobowym.", "en": "Fits into a car.", "uk": "Вміщується в легковий автомобіль."}', 8, 4, 0, 'everyone', 4),
  ('C-E6', 'warnik-do-kawy', '{"pl": "Warnik do kawy 15 l", "en": "Coffee urn 15 l", "uk": "Бойлер для кави 15 л"}',
   '{"pl": "Prosimy oddać umyty i suchy.", "en": "Please return it washed and dry.", "uk": "Просимо повернути вимитим і сухим."}', 1, 2, 0, 'organisations', 6),
  ('C-E7', 'wozek-inwalidzki', '{"pl": "Wózek inwalidzki", "en": "Wheelchair", "uk": "Інвалідний візок"}',
   '{"pl": "Składany, szerokość siedziska 45 cm.", "en": "Folding, seat 45 cm wide.", "uk": "Складаний, ширина сидіння 45 см."}', 2, 30, 50, 'everyone', 2),
  ('C-E8', 'balkonik', '{"pl": "Balkonik (chodzik)", "en": "Walking frame", "uk": "Ходунки"}',
   '{"pl": "Z regulacją wysokości, lekki.", "en": "Adjustable in height, light.", "uk": "З регулюванням висоти, легкі."}', 3, 30, 50, 'everyone', 1),
  ('N-E1', 'rzutnik', '{"pl": "Rzutnik multimedialny", "en": "Projector", "uk": "Проєктор"}',
   '{"pl": "Z kablem HDMI i pilotem.", "en": "With an HDMI cable and a remote control.", "uk": "З кабелем HDMI та пультом."}', 2, 3, 0, 'organisations', 5),
  ('N-E2', 'naglosnienie-mobilne', '{"pl": "Nagłośnienie mobilne", "en": "Mobile sound system", "uk": "Мобільна звукова система"}',
   '{"pl": "Dwie kolumny, mikser i dwa mikrofony.", "en": "Two speakers, a mixer and two microphones.", "uk": "Дві колонки, мікшер і два мікрофони."}', 1, 3, 0, 'organisations', 6),
  ('N-E5', 'lawostol', '{"pl": "Ławostół", "en": "Table with benches", "uk": "Стіл із лавами"}',
   '{"pl": "Stół z dwiema ławami dla ośmiu osób.", "en": "A table with two benches for eight people.", "uk": "Стіл із двома лавами на вісім осіб."}', 6, 4, 0, 'organisations', 4),
  ('N-E6', 'maszynka-do-przypinek', '{"pl": "Maszynka do przypinek", "en": "Button badge maker", "uk": "Машинка для значків"}',
   '{"pl": "Przypinki 56 mm; materiał na miejscu.", "en": "56 mm badges; material at the centre.", "uk": "Значки 56 мм; матеріал на місці."}', 1, 2, 0, 'everyone', 3),
  ('N-E7', 'kule-lokciowe', '{"pl": "Kule łokciowe (para)", "en": "Forearm crutches (pair)", "uk": "Ліктьові милиці (пара)"}',
   '{"pl": "Z regulacją wysokości, dla osób do 120 kg.", "en": "Adjustable in height, for people of up to 120 kg.", "uk": "З регулюванням висоти, для осіб до 120 кг."}', 4, 30, 20, 'everyone', 1);

insert into public.resources (
  id, centre_id, kind, slug, name, description, colour, take, position, open_to, lent_home, max_days,
  cancel_until_minutes, deposit_note, document_needed
)
select
  pg_temp.id(code), pg_temp.id(case when code like 'C-%' then 'chrzanow' else 'nowy-sacz' end), 'equipment',
  slug, name, description, colour, 'any', 100 + row_number() over (), open_to, true, max_days, 60,
  case when deposit > 0 then jsonb_build_object(
    'pl', 'Kaucja ' || deposit || ' zł, zwracana przy oddaniu bez uszkodzeń.',
    'en', 'Deposit of ' || deposit || ' zł, given back when it returns undamaged.',
    'uk', 'Застава ' || deposit || ' zł, повертається, якщо немає пошкоджень.'
  ) end,
  deposit > 0
from demo_loans;

insert into public.units (id, centre_id, label)
select
  pg_temp.id(code || ' ' || n), pg_temp.id(case when code like 'C-%' then 'chrzanow' else 'nowy-sacz' end),
  case when units = 1 then name ->> 'pl' else (name ->> 'pl') || ' ' || n end
from demo_loans cross join lateral generate_series(1, units) as n;
insert into public.resource_units (resource_id, unit_id)
select pg_temp.id(code), pg_temp.id(code || ' ' || n)
from demo_loans cross join lateral generate_series(1, units) as n;

-- A loan from noon of the first open day from p_day on to noon of the first open day p_days later.
create function pg_temp.lend(
  p_code text, p_day date, p_days integer, p_quantity integer, p_purpose text, p_person text,
  p_organisation text default null
) returns uuid language plpgsql as $$
declare
  v_centre public.centres;
  v_id uuid;
  v_ends timestamptz[];
begin
  select c.* into v_centre from public.centres as c
  join public.resources as r on r.centre_id = c.id where r.id = pg_temp.id(p_code);
  select array_agg(first.noon order by first.noon) into v_ends
  from unnest(array[p_day, p_day + p_days]) as wish (day)
  cross join lateral (
    select min(noon) as noon
    from generate_series(wish.day, wish.day + 10, interval '1 day') as s (at)
    cross join lateral (
      select (s.at::date + time '12:30') at time zone v_centre.time_zone as noon
    ) as at_noon
    where private.open_times(v_centre.id, pg_temp.id(p_code), s.at::date, s.at::date + 1) @> noon
  ) as first;
  insert into public.bookings (
    centre_id, requested_by, organisation_id, purpose, attendees, during, status, rules_version,
    created_at
  ) values (
    v_centre.id, pg_temp.id(p_person), pg_temp.id(p_organisation), p_purpose, 1,
    tstzrange(v_ends[1], v_ends[2]), 'confirmed', v_centre.rules_version,
    least(now(), v_ends[1]) - interval '7 days'
  ) returning id into v_id;
  insert into public.booking_resources (booking_id, resource_id, quantity)
  values (v_id, pg_temp.id(p_code), p_quantity);
  perform private.allocate(v_id);
  return v_id;
end
$$;

select pg_temp.lend(
  e.code, (now() at time zone 'Europe/Warsaw')::date + e.day, e.days, e.quantity, e.purpose, e.person,
  e.organisation
)
from (values
  (1, 'C-E7', 2, 14, 1, 'Po operacji biodra', 'halina.wrona@mam.example', null),
  (2, 'C-E5', 4, 2, 4, 'Wymiana roślin na podwórku', 'anna.sowa@mam.example', null),
  (3, 'C-E4', 6, 2, 2, 'Piknik „Stół na podwórku”', 'beata.maj@mam.example', 'C-N1'),
  (4, 'N-E5', 3, 3, 2, 'Śniadanie sąsiedzkie', 'ihor.kowal@mam.example', 'N-N4')
) as e (n, code, day, days, quantity, purpose, person, organisation)
order by e.n;

-- one that is out now
with loan as (
  select pg_temp.lend(
    'C-E8', (now() at time zone 'Europe/Warsaw')::date - 6, 20, 1, 'Rehabilitacja mamy',
    'anna.sowa@mam.example'
  ) as id
), given as (
  insert into public.handovers (
    centre_id, booking_id, resource_id, unit_id, handed_out_at, handed_out_by, due_at, document_shown
  )
  select
    pg_temp.id('chrzanow'), l.id, pg_temp.id('C-E8'), pg_temp.id('C-E8 1'),
    now() - interval '5 days', pg_temp.id('marta.zieba@mam.example'), now() + interval '14 days', true
  from loan as l
  returning booking_id
)
select from given;
update public.handovers as h set due_at = upper(b.during), handed_out_at = lower(b.during)
from public.bookings as b where b.id = h.booking_id and lower(b.during) < now();
update public.bookings as b set status = 'handed_over'
where exists (select from public.handovers as h where h.booking_id = b.id);

-- Lockers ---------------------------------------------------------------------------------------------

create temporary table demo_lockers (
  code text, slug text, name jsonb, description jsonb, first integer, last integer, months integer
);
insert into demo_lockers values
  ('C-S-S', 'szafka-s', '{"pl": "Szafka S", "en": "Locker S", "uk": "Шафка S"}', '{"pl": "30 × 30 × 45 cm", "en": "30 × 30 × 45 cm", "uk": "30 × 30 × 45 см"}', 1, 6, 6),
  ('C-S-M', 'szafka-m', '{"pl": "Szafka M", "en": "Locker M", "uk": "Шафка M"}', '{"pl": "30 × 60 × 45 cm", "en": "30 × 60 × 45 cm", "uk": "30 × 60 × 45 см"}', 7, 10, 6),
  ('C-S-L', 'szafka-l', '{"pl": "Szafka L", "en": "Locker L", "uk": "Шафка L"}', '{"pl": "60 × 60 × 45 cm", "en": "60 × 60 × 45 cm", "uk": "60 × 60 × 45 см"}', 11, 12, 6),
  ('N-S-S', 'szafka-s', '{"pl": "Szafka S", "en": "Locker S", "uk": "Шафка S"}', '{"pl": "30 × 30 × 45 cm. Szafka 04 jest na niskiej wysokości.", "en": "30 × 30 × 45 cm. Locker 04 is low enough to reach from a wheelchair.", "uk": "30 × 30 × 45 см. Шафка 04 розташована низько."}', 1, 6, 3),
  ('N-S-M', 'szafka-m', '{"pl": "Szafka M", "en": "Locker M", "uk": "Шафка M"}', '{"pl": "30 × 60 × 45 cm", "en": "30 × 60 × 45 cm", "uk": "30 × 60 × 45 см"}', 7, 10, 3);

insert into public.resources (
  id, centre_id, kind, slug, name, description, take, position, approval, max_months
)
select
  pg_temp.id(code), pg_temp.id(case when code like 'C-%' then 'chrzanow' else 'nowy-sacz' end), 'locker',
  slug, name, description, 'any', 200 + row_number() over (), 'auto', months
from demo_lockers;
insert into public.units (id, centre_id, label, in_service)
select
  pg_temp.id(left(code, 3) || lpad(n::text, 2, '0')),
  pg_temp.id(case when code like 'C-%' then 'chrzanow' else 'nowy-sacz' end),
  'S' || lpad(n::text, 2, '0'), left(code, 3) || n <> 'C-S12'
from demo_lockers cross join lateral generate_series(first, last) as n;
insert into public.resource_units (resource_id, unit_id)
select pg_temp.id(code), pg_temp.id(left(code, 3) || lpad(n::text, 2, '0'))
from demo_lockers cross join lateral generate_series(first, last) as n;

-- what is taken: begun so that it ends so many days from now
with term as (
  select
    gen_random_uuid() as id, e.*, r.id as resource_id, r.grace_days, c.id as centre_id, c.rules_version,
    tstzrange(
      ((now() at time zone c.time_zone)::date + e.days - 90)::timestamp at time zone c.time_zone,
      ((now() at time zone c.time_zone)::date + e.days)::timestamp at time zone c.time_zone
    ) as during
  from (values
    ('C-S01', 'C-S-S', 'C-N1', 40), ('C-S02', 'C-S-S', 'C-N2', 55), ('C-S07', 'C-S-M', 'C-N5', 62),
    ('C-S11', 'C-S-L', 'C-N4', 20), ('N-S01', 'N-S-S', 'N-N1', 48), ('N-S02', 'N-S-S', 'N-N2', 70),
    ('N-S03', 'N-S-S', 'N-N4', 5), ('N-S07', 'N-S-M', 'N-N5', 33)
  ) as e (unit, code, organisation, days)
  join public.resources as r on r.id = pg_temp.id(e.code)
  join public.centres as c on c.id = r.centre_id
), booked as (
  insert into public.bookings (
    id, centre_id, organisation_id, purpose, attendees, during, status, rules_version, created_at
  )
  select
    t.id, t.centre_id, pg_temp.id(t.organisation), 'Materiały organizacji', 1, t.during, 'confirmed',
    t.rules_version, lower(t.during) - interval '3 days'
  from term as t
), asked as (
  insert into public.booking_resources (booking_id, resource_id) select t.id, t.resource_id from term as t
)
insert into public.allocations (booking_id, resource_id, unit_id, during, blocked)
select
  t.id, t.resource_id, pg_temp.id(t.unit), t.during,
  tstzrange(lower(t.during), upper(t.during) + make_interval(days => t.grace_days))
from term as t;
insert into public.unit_secrets (unit_id, centre_id, code)
select u.id, u.centre_id, 'demo-' || substr(md5(u.id::text), 1, 4)
from public.units as u where u.label ~ '^S[0-9]{2}$';

-- Rules by kind of person, quotas, ages ---------------------------------------------------------------

-- residents plan two months ahead, organisations half a year, the centre itself a whole one
insert into public.resource_rules (
  resource_id, centre_id, who, horizon_days, max_minutes, lead_working_days, cancel_working_days
)
select r.id, r.centre_id, kind.who, kind.horizon, kind.longest, kind.lead,
  case when kind.who = 'organisation' and r.slug in ('sala-poprad', 'podworko') then 2 end
from public.resources as r
cross join (values
  ('organisation', 180, 360, null),
  ('staff', 365, 600, 0)
) as kind (who, horizon, longest, lead)
where r.kind = 'room';
-- whom staff know may come the next working day
insert into public.resource_rules (resource_id, centre_id, who, lead_working_days)
select r.id, r.centre_id, 'verified', 1 from public.resources as r where r.lead_working_days > 1;

insert into public.quotas (centre_id, kind, whose, per, minutes, count)
select c.id, limits.kind, limits.whose, limits.per, limits.minutes, limits.count
from public.centres as c
cross join (values
  ('room', 'person', 'month', 960, null),
  ('room', 'organisation', 'month', 6000, null),
  ('loan', 'person', 'at_once', null, 8)
) as limits (kind, whose, per, minutes, count);

-- the largest halls are nobody's own
update public.resources set share_cap_percent = 40 where slug in ('sala-kasztan', 'sala-poprad');
-- keys alone from 16 on; who answers for children in their corner is of age
update public.resources set min_age = 16 where slug in ('podworko', 'skwer', 'aparat-fotograficzny');
update public.resources set min_age = 18 where slug = 'kacik-lubinka';
-- Requests for the team to think about -----------------------------------------------------------------

-- the kitchen is not kept for who asks first: two families want the same afternoon
update public.resources set pending_holds = false where id = pg_temp.id('C-R4');
delete from public.allocations as a using public.bookings as b
where b.id = a.booking_id and b.status = 'pending' and a.resource_id = pg_temp.id('C-R4');
with rival as (
  insert into public.bookings (
    centre_id, requested_by, purpose, attendees, during, status, hold_until, rules_version, created_at
  )
  select
    b.centre_id, pg_temp.id('anna.sowa@mam.example'), 'Lepienie pierogów z babcią', 8, b.during, 'pending',
    b.hold_until, b.rules_version, b.created_at + interval '2 days'
  from public.bookings as b where b.purpose = 'Urodziny Marka'
  returning id
)
insert into public.booking_resources (booking_id, resource_id)
select r.id, pg_temp.id('C-R4') from rival as r;

-- one question waits for its answer, the other has it
insert into public.booking_questions (
  booking_id, centre_id, question, asked_by, asked_at, answer, answered_by, answered_at
)
select
  b.id, b.centre_id, q.question, pg_temp.id('marta.zieba@mam.example'), now() - interval '5 hours',
  q.answer, case when q.answer is not null then b.requested_by end,
  case when q.answer is not null then now() - interval '1 hour' end
from (values
  ('Próba teatrzyku', 'Czy potrzebujecie zaciemnienia i głośników?', null),
  ('Urodziny Marka', 'Ile dzieci będzie gotować i kto będzie z nimi?', 'Sześcioro, z dwojgiem rodziców.')
) as q (purpose, question, answer)
join public.bookings as b on b.purpose = q.purpose and b.status = 'pending';

-- for somebody without an account, by telephone
select pg_temp.book(
  'C-R3', (now() at time zone 'Europe/Warsaw')::date + 3, time '10:00', time '11:00',
  'Spotkanie w sprawie dodatku', 2, p_person => null, p_public => false
);
with walk_in as (
  update public.bookings set booked_by = pg_temp.id('marta.zieba@mam.example')
  where purpose = 'Spotkanie w sprawie dodatku'
  returning id, centre_id
)
insert into public.booking_walk_ins (booking_id, centre_id, name, phone)
select w.id, w.centre_id, 'Barbara Sikora', '+48 32 555 01 23' from walk_in as w;
-- Series ----------------------------------------------------------------------------------------------

-- What is booked for one purpose at one hour in one room, week after week, as one series. The weeks in
-- which it could not be had are remembered.
create function pg_temp.make_series(
  p_purpose text, p_code text, p_opens time, p_closes time, p_attendees integer
) returns void language plpgsql as $$
declare
  v_zone constant text := 'Europe/Warsaw';
  v_bookings uuid[];
  v_series public.booking_series;
begin
  v_bookings := array(
    select b.id from public.bookings as b
    where b.purpose = p_purpose and b.during = tstzrange(
        ((lower(b.during) at time zone v_zone)::date + p_opens) at time zone v_zone,
        ((lower(b.during) at time zone v_zone)::date + p_closes) at time zone v_zone
      )
      and exists (
        select from public.booking_resources as br
        where br.booking_id = b.id and br.resource_id = pg_temp.id(p_code)
      )
  );
  insert into public.booking_series (
    centre_id, requested_by, organisation_id, rule, resources, purpose, attendees, public_title,
    rules_version, created_at
  )
  select
    b.centre_id, b.requested_by, b.organisation_id,
    jsonb_build_object(
      'freq', 'weekly', 'every', 1,
      'weekdays', jsonb_build_array(extract(isodow from min(d.day))::integer),
      'from', min(d.day), 'until', max(d.day),
      'starts', to_char(p_opens, 'HH24:MI'), 'ends', to_char(p_closes, 'HH24:MI')
    ),
    jsonb_build_array(jsonb_build_object('id', pg_temp.id(p_code), 'quantity', 1)),
    p_purpose, p_attendees, b.public_title, b.rules_version, min(b.created_at)
  from public.bookings as b
  cross join lateral (select (lower(b.during) at time zone v_zone)::date as day) as d
  where b.id = any (v_bookings)
  group by b.centre_id, b.requested_by, b.organisation_id, b.public_title, b.rules_version
  returning * into v_series;
  update public.bookings as b set
    series_id = v_series.id, series_date = (lower(b.during) at time zone v_zone)::date
  where b.id = any (v_bookings);
  insert into public.series_skipped (series_id, date, centre_id, during, reason)
  select v_series.id, p.date, v_series.centre_id, p.during, 'booking.closed'
  from private.series_periods(v_series.rule, v_zone) as p
  where not exists (
    select from public.bookings as b where b.series_id = v_series.id and b.series_date = p.date
  );
end
$$;

-- an organisation's, out of the timetable above
select pg_temp.make_series('Chór sąsiedzki', 'C-R1', '18:00', '20:00', 30);

-- a resident's: the lesson above, and again every week after it
select pg_temp.book(
  'C-R3', first.day + n * 7, '15:00', '17:00', 'Korepetycje z matematyki', 3,
  p_person => 'halina.wrona@mam.example', p_public => false, p_days => 1
)
from (
  select (lower(b.during) at time zone 'Europe/Warsaw')::date as day
  from public.bookings as b
  where b.purpose = 'Korepetycje z matematyki' and lower(b.during) > now()
  order by lower(b.during) limit 1
) as first
cross join generate_series(1, 5) as n
order by n;
select pg_temp.make_series('Korepetycje z matematyki', 'C-R3', '15:00', '17:00', 3);
update public.resources set adult_for_minors = true where slug in ('pracownia', 'sala-kamienica');
-- Being there, and waiting ---------------------------------------------------------------------------

-- somebody who twice did not come to the room that asks for it
select pg_temp.book(
  'C-R3', (now() at time zone 'Europe/Warsaw')::date - days, '17:00', '18:30', 'Gry planszowe', 4,
  p_person => 'bartek.sowa@mam.example', p_public => false
)
from unnest(array[40, 22]) as days;
update public.bookings set status = 'no_show', hold_until = lower(during) + interval '15 minutes'
where requested_by = pg_temp.id('bartek.sowa@mam.example') and purpose = 'Gry planszowe';
update public.resources set needs_check_in = true where id = pg_temp.id('C-R3');
insert into public.resource_secrets (resource_id, centre_id, token)
values (pg_temp.id('C-R3'), pg_temp.id('chrzanow'), md5(random()::text || clock_timestamp()::text));

-- who would like to have a time that is taken
insert into public.slot_watches (centre_id, person_id, resource_id, during, people, purpose)
select
  b.centre_id, pg_temp.id('anna.sowa@mam.example'), pg_temp.id('C-R1'), b.during, 12, 'Próba teatrzyku'
from public.bookings as b
where b.centre_id = pg_temp.id('chrzanow') and b.public_title = 'Kino sąsiedzkie' and lower(b.during) > now()
order by lower(b.during) limit 1;
