/* phone: which texts are one number, in which country, under which key; and the table of plans.
 * tests/suites/phone.csv holds published example numbers in common spellings, of
 * google/libphonenumber@f7e3e88, resources/PhoneNumberMetadata.xml (Apache License 2.0; metadata),
 * under the Mexican rule of ten digits (ift), and one of the documentation of UID2 (uid2docs). */
#include "phones.h"

#include <stdlib.h>
#include <unistd.h>

#include "capture.h"
#include "columns.h"
#include "err.h"
#include "share.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* want: the key, or with a '!' in front the reason. */
static const struct phone_case {
	const char *country;
	const char *value;
	const char *want;
} cases[] = {
    /* international */
    {"", "+34612345678", "+34612345678"},
    {"MX", "+34612345678", "+34612345678"},
    {"", "0034 612 34 56 78", "+34612345678"},
    {"US", "011 34 612345678", "+34612345678"},
    {"US", "0034612345678", "+34612345678"},
    {"AU", "0011 34 612345678", "+34612345678"},
    {"", "+44 (0)20 7946 0958", "+442079460958"},
    {"", "+44 (0) 20 7946 0958", "+442079460958"},
    {"", "+44 020 7946 0958", "+442079460958"},
    {"GB", "44 (0)20 7946 0958", "+442079460958"},
    {"", "0044 (0)20-7946-0958", "+442079460958"},
    {"", "+34 (0)612345678", "+34612345678"},
    {"", "+39 (0)2 12345678", "+390212345678"},
    {"", "+39 (0)333 1234567", "!ambiguous"},
    {"", "+1 201 555 0123", "+12015550123"},
    {"", "+800 1234 5678", "+80012345678"},
    {"", "+683 4000", "+6834000"},
    {"xk", "+383 44 123 456", "+38344123456"},
    {"", "+7 701 123 4567", "+77011234567"},
    /* national */
    {"es", "612 345 678", "+34612345678"},
    {"FR", "06 12 34 56 78", "+33612345678"},
    {"FR", "33612345678", "+33612345678"},
    {"GB", "(020) 7946/0958", "+442079460958"},
    {"IT", "06 12345678", "+390612345678"},
    {"IT", "3331234567", "+393331234567"},
    {"IT", "39 333 1234567", "+393331234567"},
    {"IT", "3902123456", "!ambiguous"},
    {"DE", "030 123456", "+4930123456"},
    {"DE", "4930123456", "!ambiguous"},
    {"DE", "4915123456789", "+4915123456789"},
    {"AT", "0664 1234567", "+436641234567"},
    {"AT", "1234567", "!too_short"},
    {"SE", "468123456", "!ambiguous"},
    {"US", "1 201 555 0123", "+12015550123"},
    {"KZ", "8 701 123 45 67", "+77011234567"},
    {"BY", "8 029 123 45 67", "+375291234567"},
    {"HU", "06 30 123 4567", "+36301234567"},
    {"UY", "094 231 234", "+59894231234"},
    {"PE", "01 234 5678", "+5112345678"},
    {"GB", "020 7946 0958", "+442079460958"},
    /* former years and two ways */
    {"MX", "52 044 55 1234 5678", "+525512345678"},
    {"MX", "02 55 1234 5678", "+525512345678"},
    {"", "+52 1 55 1234 5678", "+525512345678"},
    {"", "+52 1 155 123 4567", "!too_long"},
    {"MX", "1234567", "!too_short"},
    {"MX", "12345678", "!too_short"},
    {"AR", "011 15 2345-6789", "+5491123456789"},
    {"AR", "0343 15 4123456", "+5493434123456"},
    {"AR", "02966 15 412345", "+5492966412345"},
    {"AR", "+54 11 15 2345-6789", "+5491123456789"},
    {"AR", "15 2345-6789", "!bad_number"},
    {"BR", "(11) 8123-4567", "+5511981234567"},
    {"BR", "011 98123-4567", "+5511981234567"},
    {"BR", "(11) 7712-3456", "!bad_number"},
    {"BR", "98123-4567", "!bad_number"},
    {"BR", "55 11 3123-4567", "+551131234567"},
    {"CO", "1 234 5678", "+576012345678"},
    {"CO", "03 1 234 5678", "+576012345678"},
    {"CO", "03 321 123 4567", "+573211234567"},
    {"CO", "0057 601 234 5678", "+576012345678"},
    {"CL", "09 8765 4321", "+56987654321"},
    {"CL", "09 9876 5432 1", "!bad_number"},
    {"CL", "8765 4321", "!too_short"},
    /* how it is written */
    {"", "tel:+34-612-34-56-78", "+34612345678"},
    {"ES", "TEL: 612345678", "+34612345678"},
    {"ES", "'612345678", "+34612345678"},
    {"", "'+34612345678;", "+34612345678"},
    {"ES", " 612345678\r\n", "+34612345678"},
    {"ES", ", 612345678 ,", "+34612345678"},
    {"ES", "612345678.0", "+34612345678"},
    {"", "+34612345678.0", "+34612345678"},
    {"ES", "'612345678.0 ", "+34612345678"},
    {"ES", "61234567.8", "+34612345678"},
    {"ES", "612-345[678]", "+34612345678"},
    {"ES",
	"612\xE2\x80\x91"
	"345\xE2\x80\x93"
	"678",
	"+34612345678"},
    {"",
	"\xE2\x80\xAA+34 612\xC2\xA0"
	"345\xC2\xAD"
	"678\xE2\x80\xAC",
	"+34612345678"},
    {"",
	"\xEF\xBC\x8B\xEF\xBC\x93\xEF\xBC\x94\xEF\xBC\x88\xEF\xBC\x90\xEF\xBC\x89"
	"612345678",
	"+34612345678"},
    {"", "+\xD9\xA3\xD9\xA4 \xDB\xB6\xDB\xB1\xDB\xB2 345678", "+34612345678"},
    /* refused */
    {"ES", "", "!empty"},
    {"ES", " \t", "!empty"},
    {"ES", "\xC2\xA0\xE2\x80\x8B", "!empty"},
    {"ES", "612\xFF", "!not_utf8"},
    {"ES", "61234567\xEF\xBF\xBD", "!replacement_character"},
    {"ES", "612345678\x01", "!control_character"},
    {"ES", "612345678\xC2\x80", "!control_character"},
    {"ES", "+", "!no_digits"},
    {"ES", "++++", "!no_digits"},
    {"ES", "()-", "!no_digits"},
    {"ES", ";", "!no_digits"},
    {"ES", "null", "!letters"},
    {"US", "1-800-FLOWERS", "!letters"},
    {"ES", "612345678 casa", "!letters"},
    {"ES", "O12345678", "!letters"},
    {"ES",
	"\xEF\xBC\xAF"
	"12345678",
	"!letters"},
    {"ES", "612*345678", "!bad_character"},
    {"ES", "612345678\xC3\xA9", "!bad_character"},
    {"ES", "612345678\xC2\xB2", "!bad_character"},
    {"ES", "612345678, 912345678", "!several"},
    {"ES", "612345678; 912345678", "!several"},
    {"ES", "612345678\n912345678", "!several"},
    {"", "+34612345678+34912345678", "!several"},
    {"", "34+612345678", "!several"},
    {"", "++34612345678", "!several"},
    {"ES", "612345678/912345678", "!too_long"},
    {"IT", "0212345678/9", "!several"},
    {"ES", "61/23/45678", "!several"},
    {"ES", "912345678 ext. 12", "!extension"},
    {"ES", "912345678x12", "!extension"},
    {"ES", "912345678 #12", "!extension"},
    {"", "tel:+34-912345678;ext=12", "!extension"},
    {"MX", " 5512345678.0", "+525512345678"},
    {"MX", "5512345678.0\t", "+525512345678"},
    {"IT", " 01095.0", "!too_short"},
    {"MX", "5,512345678E+09", "!excel_number"},
    {"MX", "5.512345678e+09", "!excel_number"},
    {"MX", "5E9", "!excel_number"},
    {"MX", "'5,5E+09", "!excel_number"},
    {"MX", "5,512345678,0", "!several"},
    {"", "612345678", "!no_country"},
    {"ZZ", "612345678", "!no_country"},
    {"ESP", "612345678", "!no_country"},
    {"001", "612345678", "!no_country"},
    {"", "+999 612345678", "!bad_calling_code"},
    {"ES", "+0034612345678", "!bad_calling_code"},
    {"ES", "+210 1234567", "!bad_calling_code"},
    {"", "00000034612345678", "!bad_calling_code"},
    {"", "+34", "!too_short"},
    {"", "+3", "!too_short"},
    {"", "+34 61234567", "!too_short"},
    {"ES", "61234567", "!too_short"},
    {"ES", "6123456789", "!too_long"},
    {"", "+34 6123456789", "!too_long"},
    {"", "+49 12345678901234", "!too_long"},
    {"ES", "612345678612345678612345678612345678", "!too_long"},
    {"ES", "212345678", "!bad_number"},
    {"", "+34 0612345678", "!too_long"},
    {"ES", "0612345678", "!too_long"},
    {"", "+1 123 456 7890", "!bad_number"},
    {"FR", "0 0612345678", "!bad_number"},
};

static void
check(struct tap *tap, const char *what, const struct phone_case *one,
    const struct phone_rules *rules)
{
	struct buf key = {0};
	const char *reason = phone_e164(rules, span_of(one->country), span_of(one->value), &key);
	bool good = reason ? one->want[0] == '!' && strcmp(reason, one->want + 1) == 0
			   : span_is(buf_span(&key), one->want);

	if (!tap_ok(tap, good, "%s: %s in %s", what, one->want, one->country))
		printf("# got %s%.*s\n", reason ? reason : "", reason ? 0 : (int)key.size,
		    key.data ? key.data : "");
	buf_free(&key);
}

/* How a value may differ and still be the same number. */
enum mutation { BLANKS, MARKS, FULL_WIDTH, ARABIC, APOSTROPHE, HYPHENS, MUTATIONS };

static void
add_digit(struct buf *out, char digit, enum mutation mutation)
{
	static const char *const before[MUTATIONS] = {
	    " ", "\xE2\x80\x8B", "", "", "", "\xE2\x80\x91"};

	buf_add_text(out, before[mutation]);
	if (mutation == FULL_WIDTH) {
		buf_add_text(out, "\xEF\xBC");
		buf_add_byte(out, (char)(0x90 + digit - '0'));
	} else if (mutation == ARABIC) {
		buf_add_byte(out, (char)0xD9);
		buf_add_byte(out, (char)(0xA0 + digit - '0'));
	} else
		buf_add_byte(out, digit);
}

static void
mutate(struct span value, enum mutation mutation, struct buf *out)
{
	buf_clear(out);
	if (mutation == APOSTROPHE)
		buf_add_text(out, "'");
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] >= '0' && value.data[i] <= '9')
			add_digit(out, value.data[i], mutation);
		else
			buf_add_byte(out, value.data[i]);
}

/* Another last digit in the value, where it is ASCII, gives that last digit in the key. */
static bool
other_last_digit(
    const struct phone_rules *rules, struct span country, struct span value, struct span want)
{
	struct buf text = {0}, key = {0}, wanted = {0};
	char *last;
	bool good = true;

	buf_add_span(&text, value);
	buf_add_span(&wanted, want);
	last = &text.data[text.size - 1];
	for (char digit = '0'; *last >= '0' && *last <= '9' && digit <= '9'; digit++) {
		text.data[text.size - 1] = wanted.data[wanted.size - 1] = digit;
		good = good && phone_e164(rules, country, buf_span(&text), &key) == NULL &&
		       span_equal(buf_span(&key), buf_span(&wanted));
	}
	buf_free(&text);
	buf_free(&key);
	buf_free(&wanted);
	return good;
}

static void
check_row(
    struct tap *tap, const struct phone_rules *rules, const struct record *row, bool small_letters)
{
	struct span country = csv_field(row, 0), value = csv_field(row, 1),
		    want = csv_field(row, 2);
	char small[2] = {(char)(country.data[0] | 0x20), (char)(country.data[1] | 0x20)};
	unsigned long long line = row->line;
	struct buf key = {0}, text = {0};

	if (small_letters)
		country.data = small;
	tap_ok(tap,
	    phone_e164(rules, country, value, &key) == NULL && span_equal(buf_span(&key), want),
	    "phone.csv:%llu", line);
	for (enum mutation mutation = 0; mutation < MUTATIONS; mutation++) {
		mutate(value, mutation, &text);
		tap_ok(tap,
		    phone_e164(rules, country, buf_span(&text), &key) == NULL &&
			span_equal(buf_span(&key), want),
		    "phone.csv:%llu, mutation %d", line, (int)mutation);
	}
	tap_ok(tap, other_last_digit(rules, country, value, want),
	    "phone.csv:%llu, other last digits", line);
	tap_ok(tap,
	    phone_e164(rules, country, want, &key) == NULL && span_equal(buf_span(&key), want) &&
		phone_e164(rules, span_of(""), want, &key) == NULL &&
		span_equal(buf_span(&key), want),
	    "phone.csv:%llu, its key is its own key", line);
	buf_free(&key);
	buf_free(&text);
}

static void
test_suite(struct tap *tap, const struct phone_rules *rules)
{
	struct source *source = source_open("tests/suites/phone.csv", &(struct source_options){0});
	enum csv_problem problem = CSV_FINE;
	struct csv_reader *csv;
	struct record record;
	size_t rows = 0;

	if (!tap_ok(tap, source != NULL, "tests/suites/phone.csv is there"))
		return;
	csv = csv_reader_new(source, &(struct csv_options){0});
	while (csv_read(csv, &record, &problem) == READ_RECORD)
		if (rows++)
			check_row(tap, rules, &record, rows % 2);
	tap_ok(tap, rows == 220, "219 rows");
	csv_reader_free(csv);
}

static void
test_countries(struct tap *tap, const struct phone_rules *rules)
{
	static const char *const yes[] = {"ES", "es", "Mx", "AR", "BR", "CL", "CO", "CR", "DE",
	    "EC", "FR", "GB", "GT", "IT", "PE", "PT", "US", "UY", "VE", "CA", "KZ", "XK"};
	static const char *const no[] = {"", "E", "ESP", "001", "ZZ", "e\xC3", "0A"};

	for (size_t i = 0; i < COUNT(yes); i++)
		tap_ok(tap, phone_has_country(rules, span_of(yes[i])), "has country %zu", i);
	for (size_t i = 0; i < COUNT(no); i++)
		tap_ok(tap, !phone_has_country(rules, span_of(no[i])), "has no country %zu", i);
}

#define HEAD                                                                                       \
	"country,calling_code,trunk_prefixes,international_prefixes,numbers,bare_numbers,"         \
	"rewrites\n"
#define NUMBERS ":2: column numbers: not a list of PATTERN:LENGTHS of 7 to 15 digits in all"
#define REWRITES ":2: column rewrites: not a list of OLD>NEW that gives numbers"
#define CODE ":2: column calling_code: not 1 to 3 digits, or one code begins with another"

static const struct {
	const char *table;
	const char *want; /* "": read; else what follows the file in the message */
} table_cases[] = {
    {HEAD "AA,1,0 8,00x,[2-46]x7:10-12,none,1x>1234567890x\n001,800,,,x:8,,\n001,801,,,x:8,,\n",
	""},
    {HEAD "A,34,,,6:9,,\n", ":2: column country: neither two letters nor 001"},
    {HEAD "A1,34,,,6:9,,\n", ":2: column country: neither two letters nor 001"},
    {HEAD "AA,34,,,6:9,,\naa,35,,,6:9,,\n", ":3: column country: listed before"},
    {HEAD "AA,,,,6:9,,\n", CODE},
    {HEAD "AA,034,,,6:9,,\n", CODE},
    {HEAD "AA,3456,,,6:9,,\n", CODE},
    {HEAD "AA,3x,,,6:9,,\n", CODE},
    {HEAD "BB,3,,,6:9,,\nAA,34,,,6:9,,\n",
	":3: column calling_code: not 1 to 3 digits, or one code begins with another"},
    {HEAD "BB,345,,,6:9,,\nAA,34,,,6:9,,\n",
	":3: column calling_code: not 1 to 3 digits, or one code begins with another"},
    {HEAD "AA,34,x,,6:9,,\n", ":2: column trunk_prefixes: not a list of digits"},
    {HEAD "AA,34,0  8,,6:9,,\n", ":2: column trunk_prefixes: not a list of digits"},
    {HEAD "AA,34,0 ,,6:9,,\n", ":2: column trunk_prefixes: not a list of digits"},
    {HEAD "AA,34,,0a,6:9,,\n", ":2: column international_prefixes: not a list of patterns"},
    {HEAD "AA,34,,0123456789012,6:9,,\n",
	":2: column international_prefixes: not a list of patterns"},
    {HEAD "AA,34,,,,,\n", NUMBERS},
    {HEAD "AA,34,,,6,,\n", NUMBERS},
    {HEAD "AA,34,,,6:,,\n", NUMBERS},
    {HEAD "AA,34,,,:9,,\n", NUMBERS},
    {HEAD "AA,34,,,6:9-8,,\n", NUMBERS},
    {HEAD "AA,34,,,6:9-,,\n", NUMBERS},
    {HEAD "AA,34,,,6:4,,\n", NUMBERS},
    {HEAD "AA,34,,,6:9-14,,\n", NUMBERS},
    {HEAD "AA,34,,,6:109,,\n", NUMBERS},
    {HEAD "AA,34,,,612345:5,,\n", NUMBERS},
    {HEAD "AA,34,,,[6:9,,\n", NUMBERS},
    {HEAD "AA,34,,,[]:9,,\n", NUMBERS},
    {HEAD "AA,34,,,[6-2]:9,,\n", NUMBERS},
    {HEAD "AA,34,,,[6-]:9,,\n", NUMBERS},
    {HEAD "AA,34,,,6:9 ,,\n", NUMBERS},
    {HEAD "AA,34,,,6:9,no,\n", ":2: column bare_numbers: neither such a list as numbers nor none"},
    {HEAD "AA,34,,,6:9,,0xxxxxxxxx\n", REWRITES},
    {HEAD "AA,34,,,6:9,,0xxxxxxxxx>xxxxxxxx\n", REWRITES},
    {HEAD "AA,34,,,6:9,,0xxxxxxxx>xxxxxxxxx\n", REWRITES},
    {HEAD "AA,34,,,6:9,,0xxxxxxxxxx>xxxxxxxxx\n", REWRITES},
    {HEAD "AA,34,,,6:9,,0xxxxxxxxa>xxxxxxxxx\n", REWRITES},
    {HEAD "AA,34,,,6:9,,0xxxxxxxx>axxxxxxxx\n", REWRITES},
    {HEAD, ": no rows"},
    {"", ": empty file"},
    {"\n", ": no header"},
    {HEAD "AA,34,,,6:9,\n", ":2: too few fields"},
    {"country,calling_code,numbers\n",
	": no column trunk_prefixes (the header has country, calling_code, numbers)"},
};

/* What is said when the table is read: "" for nothing. */
static void
read_table(const char *table, char *message, size_t room)
{
	char path[] = "/tmp/test_phone.XXXXXX";
	int file = mkstemp(path);
	struct phone_rules *rules = phone_rules_new();
	struct capture capture;
	size_t before = strlen("test: ") + strlen(path);
	int status;

	if (file < 0 || write(file, table, strlen(table)) != (ssize_t)strlen(table) || close(file))
		abort();
	capture_begin(&capture);
	status = phones_read(rules, path);
	capture_end(&capture);
	unlink(path);
	phone_rules_free(rules);
	capture.text[strcspn(capture.text, "\n")] = '\0';
	snprintf(message, room, "%s",
	    status == 0 || strlen(capture.text) < before ? capture.text : capture.text + before);
}

static void
test_tables(struct tap *tap)
{
	char message[512];

	for (size_t i = 0; i < COUNT(table_cases); i++) {
		read_table(table_cases[i].table, message, sizeof message);
		if (!tap_ok(tap, strcmp(message, table_cases[i].want) == 0, "table case %zu", i))
			printf("# got %s\n", message);
	}
	phone_rules_free(NULL);
}

int
main(void)
{
	struct tap tap = {0};
	struct phone_rules *rules = phone_rules_new();
	char *path = share_find("address/phones.csv");

	err_program("test");
	tap_ok(&tap, path && phones_read(rules, path) == 0, "the table of plans is read");
	for (size_t i = 0; i < COUNT(cases); i++)
		check(&tap, "case", &cases[i], rules);
	test_suite(&tap, rules);
	test_countries(&tap, rules);
	test_tables(&tap);
	free(path);
	phone_rules_free(rules);
	return tap_done(&tap);
}
