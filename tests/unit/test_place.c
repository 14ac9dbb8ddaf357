/* place: which names are one place name, and under which key; with the tables of share/places. */
#include "place.h"

#include <stdlib.h>
#include <uninorm.h>
#include <unistr.h>

#include "err.h"
#include "places.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* want: the key, or with a '!' in front the reason. */
struct place_case {
	const char *country, *value, *want;
};

static const struct place_case cases[] = {
    /* letters */
    {"", "Guadalajara", "guadalajara"},
    {"", "  SAN \t JOS\xC3\x89\r\n", "san jose"},
    {"", "San Jose", "san jose"},
    {"", "san jose\xCC\x81", "san jose"},
    {"", "\xC3\x91uble", "nuble"},
    {"",
	"Stra\xC3\x9F"
	"e",
	"strasse"},
    {"", "\xEF\xBC\xAD\xC3\xA9rida", "merida"},
    {"", "Malm\xC3\xB6 \xC3\x98st", "malmo \xC3\xB8st"},
    {"", "M\xC3\xA9\xE2\x80\x8Bxico Lindo", "mexico lindo"},
    {"", "M\xC2\xAA Luisa", "ma luisa"},
    {"", "24 de Febrero", "24 de febrero"},
    {"", "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0",
	"\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0"},
    /* punctuation */
    {"", "Tlajomulco de Z\xC3\xBA\xC3\xB1iga.", "tlajomulco de zuniga"},
    {"", "\"San-Pedro_(Garza)\"", "san pedro garza"},
    {"",
	"L\xE2\x80\x99"
	"Alc\xC3\xBA"
	"dia",
	"l alcudia"},
    {"", "Guadalajara, Jal.", "guadalajara jal"},
    {"", "San Pedro\xC2\xA0\xE2\x80\x93 Garza", "san pedro garza"},
    /* articles behind */
    {"", "Pobla de Massaluca, La", "la pobla de massaluca"},
    {"", "La Pobla de Massaluca", "la pobla de massaluca"},
    {"", "Pobla de Massaluca (la)", "la pobla de massaluca"},
    {"",
	"Alc\xC3\xBA"
	"dia, l'",
	"l alcudia"},
    {"", "Arenal, s'", "s arenal"},
    {"", "Llosses, Les", "les llosses"},
    {"", "La, la", "la la"},
    {"", "La", "la"},
    {"", ", La", "la"},
    {"", "Paz La", "paz la"},
    {"", "Pobla, La Nova", "pobla la nova"},
    {"", "Villa, Sur", "villa sur"},
    {"ES",
	"Coru\xC3\xB1"
	"a, A",
	"a coruna"},
    {"ES",
	"Coru\xC3\xB1"
	"a (A)",
	"a coruna"},
    {"ES",
	"LA CORU\xC3\x91"
	"A",
	"a coruna"},
    {"ES", "Palmas, Las", "las palmas"},
    {"ES", "Palmas (Las)", "las palmas"},
    /* abbreviations */
    {"MX", "Cd. Ju\xC3\xA1rez", "ciudad juarez"},
    {"", "Cdad Victoria", "ciudad victoria"},
    {"", "Sta. Fe", "santa fe"},
    {"", "St\xC2\xAA Fe", "santa fe"},
    {"", "St.\xC2\xAA Fe", "santa fe"},
    {"", "Sto. Domingo", "santo domingo"},
    {"", "Gral. Escobedo", "general escobedo"},
    {"MX", "Fco. I. Madero", "francisco i madero"},
    {"", "Fco. I. Madero", "fco i madero"},
    {"MX", "Jes\xC3\xBAs Ma.", "jesus maria"},
    {"MX", "Sta. M.\xC2\xAA del R\xC3\xADo", "santa maria del rio"},
    {"MX", "S. Luis Potos\xC3\xAD", "san luis potosi"},
    {"MX", "Zona S", "zona s"},
    {"MX", "S", "s"},
    {"ES", "s'Agar\xC3\xB3", "s agaro"},
    {"MX", "Edo. de M\xC3\xA9x.", "estado de mexico"},
    {"MX", "Col. Centro", "colonia centro"},
    {"ES", "St. Cugat del Vall\xC3\xA8s", "sant cugat del valles"},
    {"US", "St. Louis", "saint louis"},
    {"", "St. P\xC3\xB6lten", "st polten"},
    {"", "Ecatepec Mpio", "ecatepec municipio"},
    /* aliases */
    {"", "CDMX", "ciudad de mexico"},
    {"MX", "D.F.", "ciudad de mexico"},
    {"MX", "D. F.", "ciudad de mexico"},
    {"MX", "DF", "ciudad de mexico"},
    {"MX", "Distrito Federal", "ciudad de mexico"},
    {"BR", "Distrito Federal", "distrito federal"},
    {"", "Distrito Federal", "distrito federal"},
    {"", "M\xC3\xA9xico, D.F.", "ciudad de mexico"},
    {"", "Cd. de M\xC3\xA9xico", "ciudad de mexico"},
    {"", "Ciudad de M\xC3\xA9xico, CDMX", "ciudad de mexico"},
    {"", "Mexico City", "ciudad de mexico"},
    {"", "EdoMex", "estado de mexico"},
    {"MX", "Edo. M\xC3\xA9xico", "estado de mexico"},
    {"MX", "Coahuila de Zaragoza", "coahuila"},
    {"mx", "Coah.", "coahuila"},
    {"MX", "S.L.P.", "san luis potosi"},
    {"MX", "SLP", "san luis potosi"},
    {"MX", "GDL", "guadalajara"},
    {"MX", "Col.", "colima"},
    {"MX", "N.L.", "nuevo leon"},
    {"MX", "NL", "nuevo leon"},
    {"ES", "Gerona", "girona"},
    {"", "Gerona", "gerona"}, /* there is one in the Philippines */
    {"", "Vizcaya", "vizcaya"},
    {"", "Bizkaia", "vizcaya"},
    {"ES", "Ma", "malaga"}, /* whole, before the abbreviation */
    {"XX", "Ma", "ma"},
    {"MEX", "GDL", "gdl"}, /* not two letters: no country */
    /* slashes */
    {"ES", "Alacant/Alicante", "alicante"},
    {"ES", "Alicante / Alacant", "alicante"},
    {"ES", "Castell\xC3\xB3n/Castell\xC3\xB3", "castellon"},
    {"ES", "Vila Joiosa, la/Villajoyosa", "villajoyosa"},
    {"ES", "Donostia / San Sebasti\xC3\xA1n", "donostia san sebastian"},
    {"ES", "Palma de Mallorca", "palma"},
    {"ES", "La Palma", "la palma"},
    {"ES", "Xix\xC3\xB3n", "gijon"},
    {"ES", "Gij\xC3\xB3n/Xix\xC3\xB3n", "gijon"},
    {"ES", "Ma\xC3\xB3-Mah\xC3\xB3n", "mahon"},
    {"ES", "Eivissa", "ibiza"},
    {"ES",
	"Iru\xC3\xB1"
	"a",
	"pamplona"},
    {"ES",
	"Iru\xC3\xB1"
	"a de Oca",
	"iruna de oca"},
    {"", "Vila Joiosa, la/Villajoyosa", "la vila joiosa villajoyosa"},
    {"", "Sta. Fe/Santa F\xC3\xA9", "santa fe"},
    {"", "Arriba/Abajo", "arriba abajo"},
    {"", "/Toledo//", "toledo"},
    {"", "Toledo, / La", "toledo la"},
    {"MX", "Jal./Jalisco/JALISCO", "jalisco"},
    {"MX", "Jal./Jalisco/Colima", "jal jalisco colima"},
    {"MX", "San Luis/Rioverde", "!ambiguous"},
    {"MX", "Rioverde/San Luis", "!ambiguous"},
    /* several places */
    {"MX", "M\xC3\xA9xico", "!ambiguous"},
    {"", "MEXICO", "!ambiguous"},
    {"ES", "M\xC3\xA9x.", "!ambiguous"},
    {"MX", "CH", "!ambiguous"},
    {"", "NL", "!ambiguous"},
    {"MX", "San Luis", "!ambiguous"},
    {"MX", "S. Luis", "!ambiguous"},
    {"ES", "Sta. Cruz", "!ambiguous"},
    {"ES", "Santiago", "!ambiguous"},
    {"CL", "Santiago", "santiago"},
    /* no name */
    {"", "", "!empty"},
    {"", " \xE2\x80\x8B\xC2\xA0\xEF\xBB\xBF", "!empty"},
    {"", "-/.,", "!empty"},
    {"", "\xF0\x9F\x93\xA6", "!empty"},
    {"", "caf\xE9", "!not_utf8"},
    {"", "\xED\xA0\x80", "!not_utf8"},
    {"", "Le\xEF\xBF\xBDn", "!replacement_character"},
    {"", "Le?n", "!replacement_character"},
    {"", "?vila", "!replacement_character"},
    {"", "Bogot?", "!replacement_character"},
    {"", "Le?\xC3\xB1", "!replacement_character"},
    {"", "\xC3\x91?", "!replacement_character"},
    {"", "Toledo ? ", "toledo"},
    {"", "To\x01ledo", "!control_character"},
    {"", "Toledo\x7F", "!control_character"},
    {"", "To\xC2\x9Cledo", "!control_character"},
    {"", "To\x02l\xC3\xA9", "!control_character"},
    {"", "Toledo\xC2\x85", "toledo"},
    {"", "Toledo\tNuevo", "toledo nuevo"},
};

/* Names that look alike and are not one. */
static const struct place_case different[] = {
    {"MX", "Guadalajara", "Guadalupe"},
    {"MX", "San Jos\xC3\xA9", "San Jos\xC3\xA9 del Cabo"},
    {"MX", "La Paz", "Paz"},
    {"MX", "El Carmen", "Ciudad del Carmen"},
    {"ES", "La Granada", "Granada"},
    {"ES", "Palma", "La Palma"},
    {"ES", "Palma", "Las Palmas"},
    {"MX", "Ciudad de M\xC3\xA9xico", "Estado de M\xC3\xA9xico"},
    {"MX", "CDMX", "Edomex"},
    {"MX", "Baja California", "Baja California Sur"},
    {"MX", "BC", "BCS"},
    {"MX", "San Luis Potos\xC3\xAD", "San Luis R\xC3\xADo Colorado"},
    {"MX", "Ciudad Ju\xC3\xA1rez", "Ciudad Victoria"},
    {"MX", "Tlalnepantla de Baz", "Tlalnepantla de Morelos"},
    {"MX", "Santa In\xC3\xA9s", "San In\xC3\xA9s"},
    {"MX", "Santo Domingo", "San Domingo"},
    {"ES", "Castell\xC3\xB3n", "Castell\xC3\xB3n de la Plana"},
    {"ES", "Ciudad Real", "Real"},
    {"ES", "\xC3\x81vila", "\xC3\x81lava"},
};

/* The key, or "!" and the reason. */
static struct span
key_of(const struct place_rules *rules, const char *country, struct span value, struct buf *out)
{
	const char *reason = place_key(rules, span_of(country), value, out);

	if (reason) {
		buf_clear(out);
		buf_add_byte(out, '!');
		buf_add_text(out, reason);
	}
	return buf_span(out);
}

static void
test_cases(struct tap *tap, const struct place_rules *rules)
{
	struct buf key = {0}, again = {0};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct place_case *c = &cases[i];
		struct span got = key_of(rules, c->country, span_of(c->value), &key);
		bool stable =
		    got.data[0] == '!' || span_equal(key_of(rules, c->country, got, &again), got);

		if (!tap_ok(tap, span_is(got, c->want) && stable, "case %zu: %s", i, c->want))
			printf("# got %.*s%s\n", (int)got.size, got.data,
			    stable ? "" : ", which has another key");
	}
	buf_free(&key);
	buf_free(&again);
}

static void
test_different(struct tap *tap, const struct place_rules *rules)
{
	struct buf one = {0}, other = {0};

	for (size_t i = 0; i < COUNT(different); i++) {
		const struct place_case *c = &different[i];

		key_of(rules, c->country, span_of(c->value), &one);
		key_of(rules, c->country, span_of(c->want), &other);
		tap_ok(tap,
		    one.data[0] != '!' && other.data[0] != '!' &&
			!span_equal(buf_span(&one), buf_span(&other)),
		    "different %zu", i);
	}
	buf_free(&one);
	buf_free(&other);
}

/* Text that another system writes for the same name. */
enum mutation {
	UPPER,
	DECOMPOSED,
	COMPOSED,
	DOTS,
	DASHES,
	WIDE_BLANKS,
	JOINERS,
	QUOTES,
	FULL_WIDTH,
	MUTATIONS
};

static void
add_normal(uninorm_t form, struct span text, struct buf *out)
{
	size_t size;
	uint8_t *normal = u8_normalize(form, (const uint8_t *)text.data, text.size, NULL, &size);

	if (!normal)
		abort();
	buf_add(out, normal, size);
	free(normal);
}

static void
mutate_byte(enum mutation mutation, char byte, struct buf *out)
{
	bool blank = byte == ' ', letter = byte >= 'a' && byte <= 'z';

	if (mutation == UPPER && letter)
		buf_add_byte(out, (char)(byte - 32));
	else if (mutation == DOTS && blank)
		buf_add_text(out, ". ");
	else if (mutation == DASHES && blank)
		buf_add_text(out, "\xE2\x80\x94");
	else if (mutation == WIDE_BLANKS && blank)
		buf_add_text(out, " \xC2\xA0\t");
	else if (mutation == FULL_WIDTH && letter)
		buf_add(out, (char[]){'\xEF', '\xBD', (char)(0x81 + byte - 'a')}, 3);
	else
		buf_add_byte(out, byte);
	if (mutation == JOINERS && letter)
		buf_add_text(out, "\xE2\x80\x8D\xC2\xAD");
}

static void
mutate(enum mutation mutation, struct span text, struct buf *out)
{
	buf_clear(out);
	if (mutation == QUOTES)
		buf_add_text(out, " \xE2\x80\x9C");
	if (mutation == DECOMPOSED)
		add_normal(UNINORM_NFD, text, out);
	else if (mutation == COMPOSED)
		add_normal(UNINORM_NFC, text, out);
	else
		for (size_t i = 0; i < text.size; i++)
			mutate_byte(mutation, text.data[i], out);
	if (mutation == QUOTES)
		buf_add_text(out, "\xE2\x80\x9D.");
}

/* Every case that is a name has the same key in each of its copies. */
static void
test_mutations(struct tap *tap, const struct place_rules *rules)
{
	struct buf key = {0}, copy = {0}, other = {0};

	for (int mutation = 0; mutation < MUTATIONS; mutation++) {
		size_t names = 0, wrong = 0;

		for (size_t i = 0; i < COUNT(cases); i++) {
			struct span value = span_of(cases[i].value);
			struct span want = key_of(rules, cases[i].country, value, &key);

			if (want.data[0] == '!' && !span_is(want, "!ambiguous"))
				continue;
			mutate((enum mutation)mutation, value, &copy);
			names++;
			if (span_equal(
				key_of(rules, cases[i].country, buf_span(&copy), &other), want))
				continue;
			wrong++;
			printf("# case %zu: %.*s\n", i, (int)copy.size, copy.data);
		}
		tap_ok(tap, names > 100 && wrong == 0, "mutation %d of %zu names", mutation, names);
	}
	buf_free(&key);
	buf_free(&copy);
	buf_free(&other);
}

static void
test_bare(struct tap *tap)
{
	struct place_rules *rules = place_rules_new();
	struct buf key = {0};

	tap_ok(tap, span_is(key_of(rules, "MX", span_of("Cd. Ju\xC3\xA1rez"), &key), "cd juarez"),
	    "without rules names are folded");
	tap_ok(tap, span_is(key_of(rules, "", (struct span){NULL, 0}, &key), "!empty"),
	    "no memory is no name");
	tap_ok(tap,
	    span_is(key_of(rules, "", (struct span){"a\0b", 3}, &key), "!control_character"),
	    "NUL is a control character");
	tap_ok(tap, span_is(key_of(rules, "", (struct span){"ab?c", 2}, &key), "ab"),
	    "a byte behind the span is not read");
	place_rules_free(rules);
	place_rules_free(NULL);
	buf_free(&key);
}

int
main(void)
{
	struct tap tap = {0};
	struct place_rules *rules = place_rules_new();

	err_program("test");
	if (!getenv("AMENDS_SHARE") && setenv("AMENDS_SHARE", "share", 1))
		abort();
	tap_ok(&tap, places_read(rules, NULL, NULL) == 0, "the tables are read");
	test_cases(&tap, rules);
	test_different(&tap, rules);
	test_mutations(&tap, rules);
	test_bare(&tap);
	place_rules_free(rules);
	return tap_done(&tap);
}
