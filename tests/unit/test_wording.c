/* wording: dates, numbers and lists, in both languages, and what is none. */
#include "wording.h"

#include "tap.h"

typedef int write_wording(
    const struct wording *, const struct wording_place *, struct span value, struct buf *out);

static int
count(const struct wording *wording, const struct wording_place *place, struct span value,
    struct buf *out)
{
	(void)place;
	return wording_count(wording, value, out);
}

static int
list(const struct wording *wording, const struct wording_place *place, struct span value,
    struct buf *out)
{
	(void)place;
	return wording_list(wording, value, out);
}

/* zone NULL: UTC. spanish, english NULL: none of it. */
static const struct vector {
	write_wording *write;
	const char *zone, *value, *spanish, *english;
} vectors[] = {
    {wording_date, NULL, "2026-11-21T10:00:00Z", "21 de noviembre de 2026", "21 November 2026"},
    {wording_date, NULL, "2016-01-01T00:00:00Z", "1 de enero de 2016", "1 January 2016"},
    {wording_date, NULL, "2016-09-30", "30 de septiembre de 2016", "30 September 2016"},
    {wording_date, NULL, "2016-02-29T23:59:59", "29 de febrero de 2016", "29 February 2016"},
    {wording_date, "Europe/Madrid", "2016-01-09T22:59:59Z", "9 de enero de 2016", "9 January 2016"},
    {wording_date, "Europe/Madrid", "2016-01-09T23:00:00Z", "10 de enero de 2016",
	"10 January 2016"},
    {wording_date, "Europe/Madrid", "2016-07-09T22:00:00Z", "10 de julio de 2016", "10 July 2016"},
    {wording_date, "America/Mexico_City", "2016-01-01T05:59:59Z", "31 de diciembre de 2015",
	"31 December 2015"},
    {wording_date, "America/Mexico_City", "2016-01-01T06:00:00Z", "1 de enero de 2016",
	"1 January 2016"},
    {wording_date, "Europe/Madrid", "2016-01-09T23:30:00", "9 de enero de 2016", "9 January 2016"},
    {wording_date, "-05:00", "2016-03-01T04:59:59Z", "29 de febrero de 2016", "29 February 2016"},
    {wording_date, NULL, "0987-05-04", "4 de mayo de 987", "4 May 987"},
    {wording_date, NULL, "2016-01-09T01:00:00Z/2016-01-09T22:00:00Z", "9 de enero de 2016",
	"9 January 2016"},
    {wording_date, NULL, "2016-01-09/2016-01-09T22:00:00", "9 de enero de 2016", "9 January 2016"},
    {wording_date, "Europe/Madrid", "2016-01-09T01:00:00Z/2016-01-09T23:00:00Z", NULL, NULL},
    {wording_date, NULL, "2016-01-09/2016-01-10", NULL, NULL},
    {wording_date, NULL, "2016-01-10T00:00:00Z/2016-01-09T00:00:00Z", NULL, NULL},
    {wording_date, NULL, "2015-02-29", NULL, NULL},
    {wording_date, NULL, "9/1/2016", NULL, NULL},
    {wording_date, NULL, "yesterday", NULL, NULL},
    {wording_date, NULL, "", NULL, NULL},
    {wording_date, "-05:00", "0000-01-01T00:00:00Z", NULL, NULL},
    {wording_minute, NULL, "2016-01-09T10:30:59Z", "9 de enero de 2016 a las 10:30 (UTC)",
	"9 January 2016 at 10:30 (UTC)"},
    {wording_minute, NULL, "2016-01-09T01:05:00Z", "9 de enero de 2016 a la 1:05 (UTC)",
	"9 January 2016 at 01:05 (UTC)"},
    {wording_minute, NULL, "2016-01-09T00:05:00", "9 de enero de 2016 a las 0:05",
	"9 January 2016 at 00:05"},
    {wording_minute, "Europe/Madrid", "2016-07-09T12:00:00Z",
	"9 de julio de 2016 a las 14:00 (Europe/Madrid)", "9 July 2016 at 14:00 (Europe/Madrid)"},
    {wording_minute, NULL, "2016-01-09", NULL, NULL},
    {wording_minute, NULL, "2016-01-09T10:00:00Z/2016-01-09T10:00:00Z", NULL, NULL},
    {count, NULL, "0", "0", "0"},
    {count, NULL, "999", "999", "999"},
    {count, NULL, "1234", "1.234", "1,234"},
    {count, NULL, "1234567", "1.234.567", "1,234,567"},
    {count, NULL, "18446744073709551615", "18.446.744.073.709.551.615",
	"18,446,744,073,709,551,615"},
    {count, NULL, "18446744073709551616", NULL, NULL},
    {count, NULL, "007", NULL, NULL},
    {count, NULL, "-1", NULL, NULL},
    {count, NULL, "1.5", NULL, NULL},
    {count, NULL, "1 000", NULL, NULL},
    {count, NULL, "", NULL, NULL},
    {list, NULL, "a", "a", "a"},
    {list, NULL, "a;b", "a y b", "a and b"},
    {list, NULL, "a;b;c;d", "a, b, c y d", "a, b, c and d"},
    {list, NULL, " a ;; b ; ", "a y b", "a and b"},
    {list, NULL, "padres;hijos", "padres e hijos", "padres and hijos"},
    {list, NULL, "Juan;Inés", "Juan e Inés", "Juan and Inés"},
    {list, NULL, "Ana;Íñigo", "Ana e Íñigo", "Ana and Íñigo"},
    {list, NULL, "Ana;Hípica", "Ana e Hípica", "Ana and Hípica"},
    {list, NULL, "cobre;hierro", "cobre y hierro", "cobre and hierro"},
    {list, NULL, "oros;iones", "oros y iones", "oros and iones"},
    {list, NULL, "tú;yo", "tú y yo", "tú and yo"},
    {list, NULL, "x;i", "x e i", "x and i"},
    {list, NULL, "i;x", "i y x", "i and x"},
    {list, NULL, " ; ;", NULL, NULL},
    {list, NULL, "", NULL, NULL},
};

static void
check(struct tap *tap, const struct vector *v, const char *language, const char *expected)
{
	struct wording_place place = {
	    v->zone ? zone_open(span_of(v->zone)) : NULL, span_of(v->zone)};
	struct buf out = {0};
	int result;

	buf_add_text(&out, "> ");
	result = v->write(wording_of(span_of(language)), &place, span_of(v->value), &out);
	if (expected)
		tap_ok(tap,
		    result == 0 && span_is((struct span){out.data + 2, out.size - 2}, expected),
		    "%s: %s is %s", language, v->value, expected);
	else
		tap_ok(tap, result == -1 && out.size == 2, "%s: '%s' is none", language, v->value);
	zone_close(place.zone);
	buf_free(&out);
}

int
main(void)
{
	struct tap tap = {0};

	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		check(&tap, &vectors[i], "es", vectors[i].spanish);
		check(&tap, &vectors[i], "en", vectors[i].english);
	}
	tap_ok(&tap,
	    !wording_of(span_of("fr")) && !wording_of(span_of("")) && !wording_of(span_of("ES")),
	    "other languages have no words");
	return tap_done(&tap);
}
