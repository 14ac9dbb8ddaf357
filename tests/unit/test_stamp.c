/* stamp: the forms in which exports write times, what each comes to, and which formats are none. */
#include "stamp.h"

#include <stdlib.h>

#include "capture.h"
#include "err.h"
#include "tap.h"
#include "when.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
enum { FORMATS = 3 };

struct stamp_case {
	const char *formats[FORMATS];
	const char *zone; /* NULL: none is given */
	const char *value;
	enum stamp_result result;
	const char *out;
};

#define MADRID "Europe/Madrid"
#define MEXICO "America/Mexico_City"
#define GFORMS "YYYY/MM/DD h:mm:ss AP[ ZONE]"
#define DMY "D/M/YYYY[ h:mm[:ss]]"
#define MDY "M/D/YYYY[ h:mm[:ss]]"

/* As platforms write them. */
static const struct stamp_case platforms[] = {
    /* Zoho, Mailchimp, promio; also with fractions (Marigold) */
    {{"YYYY-MM-DD hh:mm:ss"}, MADRID, "2024-02-16 10:00:00", STAMP_EXACT, "2024-02-16T09:00:00Z"},
    {{"YYYY-MM-DD hh:mm:ss"}, MADRID, "2024-07-16 10:00:00", STAMP_EXACT, "2024-07-16T08:00:00Z"},
    {{"YYYY-MM-DD hh:mm:ss"}, NULL, "2024-02-16 10:00:00", STAMP_NO_ZONE, "2024-02-16T10:00:00"},
    {{"YYYY-MM-DD hh:mm:ss.f"}, "UTC", "2024-02-16 10:00:00.999", STAMP_EXACT,
	"2024-02-16T10:00:00Z"},
    {{"YYYY-MM-DD hh:mm:ss.f"}, "UTC", "2024-02-16 10:00:00", STAMP_EXACT, "2024-02-16T10:00:00Z"},
    {{"MM/DD/YYYY hh:mm AP"}, MEXICO, "02/16/2024 09:30 PM", STAMP_INTERVAL,
	"2024-02-17T03:30:00Z/2024-02-17T03:30:59Z"},
    {{"DAY, D MON YYYY hh:mm:ss"}, MADRID, "Fri, 16 Feb 2024 10:00:00", STAMP_EXACT,
	"2024-02-16T09:00:00Z"},
    /* Brevo */
    {{"DD-MM-YYYY hh:mm:ss"}, "Europe/Paris", "03-04-2026 00:30:00", STAMP_EXACT,
	"2026-04-02T22:30:00Z"},
    /* HubSpot */
    {{"YYYY-MM-DD hh:mm"}, "UTC", "2024-02-16 10:05", STAMP_INTERVAL,
	"2024-02-16T10:05:00Z/2024-02-16T10:05:59Z"},
    {{"M/D/YYYY h:mm AP"}, "America/New_York", "4/3/2024 1:05 AM", STAMP_INTERVAL,
	"2024-04-03T05:05:00Z/2024-04-03T05:05:59Z"},
    {{"epoch_ms"}, MADRID, "1700000000123", STAMP_EXACT, "2023-11-14T22:13:20Z"},
    /* SendGrid, and its old form in Pacific time */
    {{"epoch"}, MADRID, "1700000000", STAMP_EXACT, "2023-11-14T22:13:20Z"},
    {{"epoch"}, NULL, "1700000000.987654", STAMP_EXACT, "2023-11-14T22:13:20Z"},
    {{"YYYY-MM-DD hh:mm:ss"}, "America/Los_Angeles", "2013-10-01 09:00:00", STAMP_EXACT,
	"2013-10-01T16:00:00Z"},
    /* SES, Salesforce, Klaviyo, Postmark */
    {{"iso"}, NULL, "2024-02-16T10:00:00.123Z", STAMP_EXACT, "2024-02-16T10:00:00Z"},
    {{"iso"}, NULL, "2024-02-16T10:00:00.000+0000", STAMP_EXACT, "2024-02-16T10:00:00Z"},
    {{"iso"}, MADRID, "2024-02-16T10:00:00.123-05:00", STAMP_EXACT, "2024-02-16T15:00:00Z"},
    {{"iso"}, MADRID, "2024-02-16 10:00:00 UTC", STAMP_EXACT, "2024-02-16T10:00:00Z"},
    /* Eventbrite */
    {{"MON D, YYYY h:mm AP"}, "America/New_York", "Sep 26, 2026 7:05 PM", STAMP_INTERVAL,
	"2026-09-26T23:05:00Z/2026-09-26T23:05:59Z"},
    {{"iso", "MON D, YYYY h:mm AP"}, "UTC", "2026-09-26", STAMP_INTERVAL,
	"2026-09-26T00:00:00Z/2026-09-26T23:59:59Z"},
    /* Google Forms, in Spanish and English */
    {{GFORMS}, NULL, "2022/02/13 10:26:52 p. m. GMT-3", STAMP_EXACT, "2022-02-14T01:26:52Z"},
    {{GFORMS}, NULL, "2022/02/13 10:26:52 p.\xC2\xA0m. GMT-3", STAMP_EXACT, "2022-02-14T01:26:52Z"},
    {{GFORMS}, MADRID,
	"2022/02/13 10:26:52\xE2\x80\xAFp.\xE2\x80\xAFm. GMT\xE2\x88\x92"
	"3",
	STAMP_EXACT, "2022-02-14T01:26:52Z"},
    {{GFORMS}, MADRID, "2022/02/13 9:26:52 a. m. CET", STAMP_UNREAD, ""},
    {{GFORMS}, MADRID, "2022/02/13 9:26:52 a. m.", STAMP_EXACT, "2022-02-13T08:26:52Z"},
    {{DMY}, MADRID, "13/02/2022 22:26:52", STAMP_EXACT, "2022-02-13T21:26:52Z"},
    {{"M/D/YYYY h:mm:ss"}, "America/New_York", "2/13/2022 9:26:52", STAMP_EXACT,
	"2022-02-13T14:26:52Z"},
    /* MailUp */
    {{"iso"}, "Europe/Rome", "20110122T111244", STAMP_EXACT, "2011-01-22T10:12:44Z"},
    /* WhatsApp */
    {{"M/D/YY, h:mm AP"}, "UTC", "8/8/19, 1:25\xE2\x80\xAFPM", STAMP_INTERVAL,
	"2019-08-08T13:25:00Z/2019-08-08T13:25:59Z"},
    {{"D/M/YY hh:mm"}, "UTC", "18/12/19 15:57", STAMP_INTERVAL,
	"2019-12-18T15:57:00Z/2019-12-18T15:57:59Z"},
    {{"D/M/YYYY, h:mm AP"}, MADRID, "28/3/2025, 9:29\xC2\xA0p.\xC2\xA0m.", STAMP_INTERVAL,
	"2025-03-28T20:29:00Z/2025-03-28T20:29:59Z"},
    {{"\\[DD/MM/YYYY hh:mm:ss\\]"}, "UTC", "\xE2\x80\x8E[31/12/2022 11:40:26]", STAMP_EXACT,
	"2022-12-31T11:40:26Z"},
    {{"YYYY-MM-DD, h:mm AP"}, "UTC", "2023-12-20, 5:46 p.m.", STAMP_INTERVAL,
	"2023-12-20T17:46:00Z/2023-12-20T17:46:59Z"},
};

static const struct stamp_case fields[] = {
    /* months */
    {{"D de MON de YYYY"}, NULL, "5 de enero de 2024", STAMP_NO_ZONE, "2024-01-05"},
    {{"D de MON de YYYY"}, NULL, "5 de Septiembre de 2024", STAMP_NO_ZONE, "2024-09-05"},
    {{"D MON YYYY"}, NULL, "5 setiembre 2024", STAMP_NO_ZONE, "2024-09-05"},
    {{"D MON YYYY"}, NULL, "5 sept. 2024", STAMP_NO_ZONE, "2024-09-05"},
    {{"D MON YYYY"}, NULL, "5 SET 2024", STAMP_NO_ZONE, "2024-09-05"},
    {{"D MON YYYY"}, NULL, "5 dic. 2024", STAMP_NO_ZONE, "2024-12-05"},
    {{"D MON YYYY"}, NULL, "5 ago 2024", STAMP_NO_ZONE, "2024-08-05"},
    {{"D MON YYYY"}, NULL, "5 Aug 2024", STAMP_NO_ZONE, "2024-08-05"},
    {{"D MON YYYY"}, NULL, "5 ABR 2024", STAMP_NO_ZONE, "2024-04-05"},
    {{"D MON YYYY"}, NULL, "5 April 2024", STAMP_NO_ZONE, "2024-04-05"},
    {{"D MON YYYY"}, NULL, "5 mayo 2024", STAMP_NO_ZONE, "2024-05-05"},
    {{"D MON YYYY"}, NULL, "5 May 2024", STAMP_NO_ZONE, "2024-05-05"},
    {{"D-MON-YY"}, NULL, "05-Ene-24", STAMP_NO_ZONE, "2024-01-05"},
    {{"DDMONYYYY"}, NULL, "05jan2024", STAMP_NO_ZONE, "2024-01-05"},
    {{"D MON YYYY"}, NULL, "5 janu 2024", STAMP_UNREAD, ""},
    {{"D MON YYYY"}, NULL, "5 ja 2024", STAMP_UNREAD, ""},
    {{"D MON YYYY"}, NULL, "5 januaryx 2024", STAMP_UNREAD, ""},
    {{"D MON YYYY"}, NULL, "5 janvier 2024", STAMP_UNREAD, ""},
    {{"D MON YYYY"}, NULL, "5 1 2024", STAMP_UNREAD, ""},
    /* weekdays are not looked at */
    {{"DAY, D MON YYYY"}, NULL, "mi\xC3\xA9rcoles, 5 ene 2024", STAMP_NO_ZONE, "2024-01-05"},
    {{"DAY D/M/YYYY"}, NULL, "vie. 5/1/2024", STAMP_NO_ZONE, "2024-01-05"},
    {{"DAY D/M/YYYY"}, NULL, "5/1/2024", STAMP_UNREAD, ""},
    {{"[DAY ]D/M/YYYY"}, NULL, "5/1/2024", STAMP_NO_ZONE, "2024-01-05"},
    /* digits */
    {{"DD/MM/YYYY"}, NULL, "5/01/2024", STAMP_UNREAD, ""},
    {{"DD/MM/YYYY"}, NULL, "005/01/2024", STAMP_UNREAD, ""},
    {{"D/M/YYYY"}, NULL, "05/01/2024", STAMP_NO_ZONE, "2024-01-05"},
    {{"D/M/YYYY"}, NULL, "5/1/24", STAMP_UNREAD, ""},
    {{"D/M/YYYY"}, NULL, "5/1/20245", STAMP_UNREAD, ""},
    {{"D/M/YYYY"}, NULL, "5-1-2024", STAMP_UNREAD, ""},
    {{"D/M/YYYY"}, NULL, "/1/2024", STAMP_UNREAD, ""},
    {{"D/M/YY"}, NULL, "5/1/49", STAMP_NO_ZONE, "2049-01-05"},
    {{"D/M/YY"}, NULL, "5/1/50", STAMP_NO_ZONE, "1950-01-05"},
    {{"D/M/YY"}, NULL, "5/1/99", STAMP_NO_ZONE, "1999-01-05"},
    {{"D/M/YY"}, NULL, "5/1/00", STAMP_NO_ZONE, "2000-01-05"},
    {{"YYYYMMDDhhmmss"}, NULL, "20240105101112", STAMP_NO_ZONE, "2024-01-05T10:11:12"},
    {{"YYYYMMDDhhmmss"}, NULL, "2024010510111", STAMP_UNREAD, ""},
    /* halves of the day */
    {{"iso", "YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 12:00:00 AM", STAMP_EXACT,
	"2024-01-05T00:00:00Z"},
    {{"YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 12:59:59 am", STAMP_EXACT, "2024-01-05T00:59:59Z"},
    {{"YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 12:00:00 p.m.", STAMP_EXACT,
	"2024-01-05T12:00:00Z"},
    {{"YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 11:59:59 P. M.", STAMP_EXACT,
	"2024-01-05T23:59:59Z"},
    {{"YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 01:00:00 a.m", STAMP_EXACT,
	"2024-01-05T01:00:00Z"},
    {{"YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 0:30:00 AM", STAMP_NO_TIME, ""},
    {{"YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 13:30:00 PM", STAMP_NO_TIME, ""},
    {{"YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 10:30:00 XM", STAMP_UNREAD, ""},
    {{"YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 10:30:00 A", STAMP_UNREAD, ""},
    {{"YYYY-MM-DD h:mm:ss AP"}, "Z", "2024-01-05 10:30:00", STAMP_UNREAD, ""},
    {{"YYYY-MM-DD AP h"}, "Z", "2024-01-05 PM 3", STAMP_INTERVAL,
	"2024-01-05T15:00:00Z/2024-01-05T15:59:59Z"},
    /* fractions */
    {{"YYYY-MM-DD hh:mm:ss.f"}, "Z", "2024-01-05 10:30:00,5", STAMP_EXACT, "2024-01-05T10:30:00Z"},
    {{"YYYY-MM-DD hh:mm:ss.f"}, "Z", "2024-01-05 10:30:00.123456789012345678", STAMP_EXACT,
	"2024-01-05T10:30:00Z"},
    {{"YYYY-MM-DD hh:mm:ss.f"}, "Z", "2024-01-05 10:30:00.", STAMP_UNREAD, ""},
    {{"YYYY-MM-DD hh:mm:ss.f"}, "Z", "2024-01-05 10:30:00.x", STAMP_UNREAD, ""},
    {{"YYYY-MM-DD hh:mm:ss"}, "Z", "2024-01-05 10:30:00.5", STAMP_UNREAD, ""},
    /* zones */
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 Z", STAMP_EXACT,
	"2024-01-05T10:30:00Z"},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 gmt", STAMP_EXACT,
	"2024-01-05T10:30:00Z"},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 UTC+05:30", STAMP_EXACT,
	"2024-01-05T05:00:00Z"},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 GMT+5:30", STAMP_EXACT,
	"2024-01-05T05:00:00Z"},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 GMT-0800", STAMP_EXACT,
	"2024-01-05T18:30:00Z"},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 +02", STAMP_EXACT,
	"2024-01-05T08:30:00Z"},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 +2", STAMP_UNREAD, ""},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 GMT+15", STAMP_UNREAD, ""},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 CEST", STAMP_UNREAD, ""},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 EST", STAMP_UNREAD, ""},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 PST", STAMP_UNREAD, ""},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00 Europe/Madrid", STAMP_UNREAD, ""},
    {{"D/M/YYYY hh:mm:ss ZONE"}, MADRID, "5/1/2024 10:30:00", STAMP_UNREAD, ""},
    {{"D/M/YYYY hh:mm:ss[ ZONE]"}, MADRID, "5/1/2024 10:30:00", STAMP_EXACT,
	"2024-01-05T09:30:00Z"},
    {{"YYYY-MM-DDThh:mm:ssZ"}, MADRID, "2024-01-05T10:30:00Z", STAMP_EXACT, "2024-01-05T10:30:00Z"},
    {{"YYYY-MM-DD hh:mm:ss UTC"}, MADRID, "2024-01-05 10:30:00 UTC", STAMP_EXACT,
	"2024-01-05T10:30:00Z"},
    {{"D/M/YYYY ZONE"}, MADRID, "5/1/2024 +01:00", STAMP_INTERVAL,
	"2024-01-04T23:00:00Z/2024-01-05T22:59:59Z"},
    {{"DAY MON DD hh:mm:ss ZONE YYYY"}, MADRID, "Fri Jan 05 10:30:00 UTC 2024", STAMP_EXACT,
	"2024-01-05T10:30:00Z"},
    /* what may be missing, and bytes for themselves */
    {{"D/M/YYYY[ hh:mm[:ss[.f]]][ AL]"}, "Z", "5/1/2024", STAMP_INTERVAL,
	"2024-01-05T00:00:00Z/2024-01-05T23:59:59Z"},
    {{"D/M/YYYY[ hh:mm[:ss[.f]]][ AL]"}, "Z", "5/1/2024 10:30 AL", STAMP_INTERVAL,
	"2024-01-05T10:30:00Z/2024-01-05T10:30:59Z"},
    {{"D/M/YYYY[ hh:mm[:ss[.f]]][ AL]"}, "Z", "5/1/2024 10:30:15.2 AL", STAMP_EXACT,
	"2024-01-05T10:30:15Z"},
    {{"D/M/YYYY[ hh:mm[:ss[.f]]][ AL]"}, "Z", "5/1/2024 10", STAMP_UNREAD, ""},
    {{"D/M/YYYY a las h:mm:ss \\h"}, "Z", "5/1/2024 a las 9:30:00 h", STAMP_EXACT,
	"2024-01-05T09:30:00Z"},
    {{"[x]D/M/YYYY"}, "Z", "x5/1/2024", STAMP_INTERVAL,
	"2024-01-05T00:00:00Z/2024-01-05T23:59:59Z"},
};

static const struct stamp_case words[] = {
    {{"iso"}, "Z", "2024-02-29", STAMP_INTERVAL, "2024-02-29T00:00:00Z/2024-02-29T23:59:59Z"},
    {{"iso"}, NULL, "2024-02-29", STAMP_NO_ZONE, "2024-02-29"},
    {{"iso"}, NULL, "20240229", STAMP_NO_ZONE, "2024-02-29"},
    {{"iso"}, NULL, "2024-02-29T10:00", STAMP_NO_ZONE, "2024-02-29T10:00:00/2024-02-29T10:00:59"},
    {{"iso"}, NULL, "2024-02-29 10:00:01,5", STAMP_NO_ZONE, "2024-02-29T10:00:01"},
    {{"iso"}, NULL, "2024-02-29T10:00Z", STAMP_INTERVAL,
	"2024-02-29T10:00:00Z/2024-02-29T10:00:59Z"},
    {{"iso"}, NULL, "20240229T1000", STAMP_NO_ZONE, "2024-02-29T10:00:00/2024-02-29T10:00:59"},
    {{"iso"}, NULL, "20240229 100001+0100", STAMP_EXACT, "2024-02-29T09:00:01Z"},
    {{"iso"}, NULL, "20240229T100001.5Z", STAMP_EXACT, "2024-02-29T10:00:01Z"},
    {{"iso"}, NULL, "2024-02-29 10:00:01 +01", STAMP_EXACT, "2024-02-29T09:00:01Z"},
    {{"iso"}, NULL, "2024-02-29 10:00:01+00", STAMP_EXACT, "2024-02-29T10:00:01Z"},
    {{"iso"}, NULL, "2024-02-29T10", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-02-29T", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-02", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-W05-1", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-060", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-2-29", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-02-29T10:00:01 CEST", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-02-29T10:00:01Z[UTC]", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-02-29T10:00:01+1", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-02-29T10:00:01+15:00", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "2024-02-29T10:00:01Zx", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "45351", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "45351.4375", STAMP_UNREAD, ""},
    {{"iso"}, NULL, "1700000000", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "100000000", STAMP_EXACT, "1973-03-03T09:46:40Z"},
    {{"epoch"}, NULL, "99999999", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "99999999999", STAMP_EXACT, "5138-11-16T09:46:39Z"},
    {{"epoch"}, NULL, "100000000000", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "99999999999999999999999", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "1700000000,5", STAMP_EXACT, "2023-11-14T22:13:20Z"},
    {{"epoch"}, NULL, "1700000000.", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "1700000000.5.5", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "1,7E+09", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "-1700000000", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "+1700000000", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "0", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "45351", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "20240229", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "1700000000x", STAMP_UNREAD, ""},
    {{"epoch"}, NULL, "x", STAMP_UNREAD, ""},
    {{"epoch_ms"}, NULL, "100000000000", STAMP_EXACT, "1973-03-03T09:46:40Z"},
    {{"epoch_ms"}, NULL, "99999999999", STAMP_UNREAD, ""},
    {{"epoch_ms"}, NULL, "99999999999999", STAMP_EXACT, "5138-11-16T09:46:39Z"},
    {{"epoch_ms"}, NULL, "100000000000000", STAMP_UNREAD, ""},
    {{"epoch_ms"}, NULL, "1700000000999.9", STAMP_EXACT, "2023-11-14T22:13:20Z"},
    {{"epoch", "epoch_ms"}, NULL, "1700000000123", STAMP_EXACT, "2023-11-14T22:13:20Z"},
    {{"epoch_ms", "epoch"}, NULL, "1700000000", STAMP_EXACT, "2023-11-14T22:13:20Z"},
    /* RFC 5322, 3.3, 4.3 and appendix A */
    {{"rfc5322"}, MADRID, "Fri, 21 Nov 1997 09:55:06 -0600", STAMP_EXACT, "1997-11-21T15:55:06Z"},
    {{"rfc5322"}, NULL, "Tue, 1 Jul 2003 10:52:37 +0200", STAMP_EXACT, "2003-07-01T08:52:37Z"},
    {{"rfc5322"}, NULL,
	"Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n"
	"               -0330 (Newfoundland Time)",
	STAMP_INTERVAL, "1969-02-14T03:02:00Z/1969-02-14T03:02:59Z"},
    {{"rfc5322"}, NULL, "21 Nov 97 09:55:06 GMT", STAMP_EXACT, "1997-11-21T09:55:06Z"},
    {{"rfc5322"}, NULL, "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", STAMP_EXACT,
	"1997-11-21T15:55:06Z"},
    {{"rfc5322"}, NULL, "Fri, 05 Apr 2024 10:00:00 +0200 (CEST)", STAMP_EXACT,
	"2024-04-05T08:00:00Z"},
    {{"rfc5322"}, NULL, "Fri,5 Apr 2024 10:00:00 +0200 (a (b\\)) c)", STAMP_EXACT,
	"2024-04-05T08:00:00Z"},
    {{"rfc5322"}, NULL, "Fri , 5 Apr 2024 10:00:00 -0000", STAMP_EXACT, "2024-04-05T10:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 49 10:00:00 UT", STAMP_EXACT, "2049-04-05T10:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 50 10:00:00 EST", STAMP_EXACT, "1950-04-05T15:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 EDT", STAMP_EXACT, "2024-04-05T14:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 CST", STAMP_EXACT, "2024-04-05T16:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 CDT", STAMP_EXACT, "2024-04-05T15:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 MST", STAMP_EXACT, "2024-04-05T17:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 MDT", STAMP_EXACT, "2024-04-05T16:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 PST", STAMP_EXACT, "2024-04-05T18:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 pdt", STAMP_EXACT, "2024-04-05T17:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 Z", STAMP_EXACT, "2024-04-05T10:00:00Z"},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 A", STAMP_UNREAD, ""},
    {{"rfc5322"}, NULL, "5 Apr 2024 10:00:00 CEST", STAMP_UNREAD, ""},
    {{"rfc5322"}, MADRID, "5 Apr 2024 10:00:00", STAMP_UNREAD, ""},
    {{"rfc5322"}, NULL, "Fri, 5 Apr 2024 10:00:00 +0200 (CEST", STAMP_UNREAD, ""},
    {{"rfc5322"}, NULL, "Fri, 5 Apr 2024 10:00:00 +0200 CEST)", STAMP_UNREAD, ""},
    {{"rfc5322"}, NULL, "Fri, 5 Apr 2024 10:00:60 +0200", STAMP_NO_TIME, ""},
    {{"rfc5322"}, NULL, "Fri, 31 Apr 2024 10:00:00 +0200", STAMP_NO_TIME, ""},
};

/* Clocks that are changed, days and times that do not exist, several formats. */
static const struct stamp_case results[] = {
    {{"iso"}, MADRID, "2024-10-27 02:30:00", STAMP_INTERVAL,
	"2024-10-27T00:30:00Z/2024-10-27T01:30:00Z"},
    {{"iso"}, MADRID, "2024-10-27 02:30", STAMP_INTERVAL,
	"2024-10-27T00:30:00Z/2024-10-27T01:30:59Z"},
    {{"iso"}, MADRID, "2024-10-27 02:30:00+01:00", STAMP_EXACT, "2024-10-27T01:30:00Z"},
    {{"iso"}, MADRID, "2024-03-31 02:30:00", STAMP_NO_TIME, ""},
    {{"iso"}, MADRID, "2024-03-31 02:30", STAMP_NO_TIME, ""},
    {{"iso"}, MADRID, "2024-03-31 02:30:00Z", STAMP_EXACT, "2024-03-31T02:30:00Z"},
    {{"iso"}, MADRID, "2024-03-31", STAMP_INTERVAL, "2024-03-30T23:00:00Z/2024-03-31T21:59:59Z"},
    {{"iso"}, "Pacific/Apia", "2011-12-30", STAMP_NO_TIME, ""},
    {{"iso"}, "America/Sao_Paulo", "2018-11-04", STAMP_INTERVAL,
	"2018-11-04T03:00:00Z/2018-11-05T01:59:59Z"},
    {{"iso"}, NULL, "2024-02-30", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "2023-02-29", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "2024-13-01", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "2024-00-01", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "2024-01-00", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "0000-00-00 00:00:00", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "2024-01-01T24:00:00", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "2024-01-01T23:60:00", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "2016-12-31T23:59:60Z", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "9999-12-31T23:59:59Z", STAMP_EXACT, "9999-12-31T23:59:59Z"},
    {{"iso"}, NULL, "9999-12-31T23:59:59-01", STAMP_NO_TIME, ""},
    {{"iso"}, "America/New_York", "9999-12-31", STAMP_NO_TIME, ""},
    {{"iso"}, NULL, "0000-01-01T00:00:00+01", STAMP_NO_TIME, ""},
    {{"iso"}, "Z", "1969-12-31T23:59:59", STAMP_EXACT, "1969-12-31T23:59:59Z"},
    {{DMY, MDY}, "Z", "03/04/2026 10:00:00", STAMP_AMBIGUOUS, ""},
    {{MDY, DMY}, "Z", "03/04/2026", STAMP_AMBIGUOUS, ""},
    {{DMY, MDY}, NULL, "3/4/2026", STAMP_AMBIGUOUS, ""},
    {{DMY, MDY}, "Z", "25/12/2026 10:00:00", STAMP_EXACT, "2026-12-25T10:00:00Z"},
    {{MDY, DMY}, "Z", "25/12/2026 10:00:00", STAMP_EXACT, "2026-12-25T10:00:00Z"},
    {{DMY, MDY}, "Z", "12/25/2026 10:00:00", STAMP_EXACT, "2026-12-25T10:00:00Z"},
    {{DMY, MDY}, "Z", "4/4/2026 10:00:00", STAMP_EXACT, "2026-04-04T10:00:00Z"},
    {{DMY, MDY}, "Z", "25/25/2026 10:00:00", STAMP_NO_TIME, ""},
    {{DMY, MDY}, "Z", "25/12/26", STAMP_UNREAD, ""},
    /* that a clock never showed one of them does not make it the other */
    {{DMY, MDY}, "America/New_York", "03/10/2024 02:30:00", STAMP_AMBIGUOUS, ""},
    {{DMY, "iso"}, "Z", "2026-12-25T10:00:00", STAMP_EXACT, "2026-12-25T10:00:00Z"},
    {{"iso", "YYYY-MM-DD hh:mm:ss", "epoch"}, "Z", "2026-12-25 10:00:00", STAMP_EXACT,
	"2026-12-25T10:00:00Z"},
    {{"YYYY-MM-DD hh:mm:ss ZONE", "YYYY-MM-DDThh:mm:ss.f ZONE", "iso"}, MADRID,
	"2026-12-25 10:00:00 +01:00", STAMP_EXACT, "2026-12-25T09:00:00Z"},
    {{"YYYYMMDD", "DDMMYYYY"}, "Z", "20101012", STAMP_AMBIGUOUS, ""},
    {{NULL}, "Z", "2026-12-25", STAMP_UNREAD, ""},
    /* blanks and marks */
    {{"iso"}, "Z", "", STAMP_EMPTY, ""},
    {{"iso"}, "Z", " \t\r\n", STAMP_EMPTY, ""},
    {{"iso"}, "Z", "\xC2\xA0\xE2\x80\xAF\xE2\x80\x8E\xEF\xBB\xBF", STAMP_EMPTY, ""},
    {{NULL}, NULL, "", STAMP_EMPTY, ""},
    {{"iso"}, "Z", "  2026-12-25 \t 10:00:00\r\n", STAMP_EXACT, "2026-12-25T10:00:00Z"},
    {{"iso"}, "Z",
	"\xE2\x80\x8E"
	"2026-12-25\xE3\x80\x80"
	"10:00:00\xE2\x80\x8F",
	STAMP_EXACT, "2026-12-25T10:00:00Z"},
    {{"iso"}, "Z",
	"2026\xE2\x80\x91"
	"12\xE2\x80\x91"
	"25",
	STAMP_INTERVAL, "2026-12-25T00:00:00Z/2026-12-25T23:59:59Z"},
    {{"iso"}, "Z", "2026-12-25T 10:00:00", STAMP_UNREAD, ""},
    {{"iso"}, "Z", "2026-12-25 10:00:00\xFF", STAMP_UNREAD, ""},
    {{"iso"}, "Z",
	"\xEF\xBC\x92"
	"026-12-25",
	STAMP_UNREAD, ""},
    {{"\xC2\xA0"
      "D\xC2\xA0/ M/YYYY "},
	"Z", "5  / 1/2024", STAMP_INTERVAL, "2024-01-05T00:00:00Z/2024-01-05T23:59:59Z"},
    {{"iso"}, "Z", "n/a", STAMP_UNREAD, ""},
    {{"iso"}, "Z", "-", STAMP_UNREAD, ""},
};

/* What the case comes to; the zone and formats as well are free again after it. */
static bool
is_case(const struct stamp_case *c, bool backwards)
{
	struct stamp_format *formats[FORMATS];
	struct zone *zone = c->zone ? zone_open(span_of(c->zone)) : NULL;
	struct buf out = {0};
	size_t count = 0;
	enum stamp_result result;
	bool is;

	buf_add_text(&out, "of the row before");
	for (size_t i = 0; i < FORMATS; i++) {
		const char *text = c->formats[backwards ? FORMATS - 1 - i : i];

		if (text && !(formats[count++] = stamp_format_parse(span_of(text), "dates")))
			abort();
	}
	result = stamp_convert(formats, count, span_of(c->value), zone, &out);
	is = result == c->result && span_is(buf_span(&out), c->out);
	if (!is)
		printf("# %d \"%.*s\"\n", (int)result, (int)out.size, out.data);
	for (size_t i = 0; i < count; i++)
		stamp_format_free(formats[i]);
	zone_close(zone);
	buf_free(&out);
	return is;
}

/* A value as it can stand in a line. */
static const char *
shown(const char *value, char *line, size_t room)
{
	size_t size = 0;

	for (; value[size] && size < room - 1; size++)
		line[size] = (char)(value[size] < ' ' && value[size] > 0 ? '_' : value[size]);
	line[size] = '\0';
	return line;
}

static void
test_table(struct tap *tap, const struct stamp_case *cases, size_t count)
{
	char line[128];

	for (size_t i = 0; i < count; i++)
		tap_ok(tap, is_case(&cases[i], false) && is_case(&cases[i], true), "%s: \"%s\"",
		    cases[i].formats[0] ? cases[i].formats[0] : "no format",
		    shown(cases[i].value, line, sizeof line));
}

/* The same in front of and behind what is not seen, and with its blanks doubled: the careful way
 * says what the fast one does. */
static size_t
unlike_between_marks(const struct stamp_case *cases, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct stamp_case marked = cases[i];
		struct buf value = {0};

		buf_add_text(&value, "\xE2\x80\x8E ");
		for (const char *at = cases[i].value; *at; at++) {
			buf_add_byte(&value, *at);
			if (*at == ' ')
				buf_add_text(&value, "\xC2\xA0");
		}
		buf_add(&value, "\t\n", sizeof "\t\n");
		marked.value = value.data;
		wrong += !is_case(&marked, false);
		buf_free(&value);
	}
	return wrong;
}

static const struct {
	const char *text, *message;
} no_formats[] = {
    {"", "without a year, month or day that is always there"},
    {"ISO", "without a year, month or day that is always there"},
    {"excel", "without a year, month or day that is always there"},
    {"hh:mm:ss", "without a year, month or day that is always there"},
    {"D/M", "without a year, month or day that is always there"},
    {"D/YYYY", "without a year, month or day that is always there"},
    {"M/YYYY", "without a year, month or day that is always there"},
    {"[D/]M/YYYY", "without a year, month or day that is always there"},
    {"D/M[/YYYY]", "without a year, month or day that is always there"},
    {"D/[MON ]YYYY", "without a year, month or day that is always there"},
    {"D/M/YYYY YY", "that says one field twice"},
    {"D/M MON/YYYY", "that says one field twice"},
    {"YYYY-MM-DD hh:MM:ss", "that says one field twice"},
    {"YYYY-MM-DD[ hh][ h]", "that says one field twice"},
    {"YYYY-MM-DD hh:mm:ss Z ZONE", "that says one field twice"},
    {"YYYY-MM-DD[ hh:mm", "with [ and no ]"},
    {"YYYY-MM-DD hh:mm]", "with ] and no ["},
    {"YYYY-MM-DD []]", "with ] and no ["},
    {"YYYY-MM-DD[[[[[[[[[x]]]]]]]]]", "with more than 8 ["},
    {"YYYY-MM-DD[x][x][x][x][x][x][x][x][x]", "with more than 8 ["},
    {"YYYY-MM-DD\\", "that ends in \\"},
    {"YYYY-MM-DD mm", "with a field, but without the larger one before it"},
    {"YYYY-MM-DD hh:ss", "with a field, but without the larger one before it"},
    {"YYYY-MM-DD hh:mm.f", "with a field, but without the larger one before it"},
    {"YYYY-MM-DD[ hh]:mm", "with a field, but without the larger one before it"},
    {"YYYY-MM-DD[ hh][:mm]", "with a field, but without the larger one before it"},
    {"YYYY-MM-DD AP", "in which AP does not stand with every hour"},
    {"YYYY-MM-DD h:mm[ AP]", "in which AP does not stand with every hour"},
    {"YYYY-MM-DD[ h:mm] AP", "in which AP does not stand with every hour"},
    {"DMYYYY", "in which nothing ends a field of one or two digits"},
    {"YYYY/M0D", "in which nothing ends a field of one or two digits"},
    {"D/M/YYYY h[mm]", "in which nothing ends a field of one or two digits"},
    {"D/M/YYYY h[:][mm]", "in which nothing ends a field of one or two digits"},
    {"D/M/YY hh:mm:ss.f7", "in which nothing ends a field of one or two digits"},
    {"hh:mm:ss.fD/M/YY", "in which nothing ends a field of one or two digits"},
    {"M.D[.f]YYYY", "with a field, but without the larger one before it"},
#define NO_FIELD "with a field that is not known: YYYY YY MM M DD D hh h mm ss .f AP MON DAY ZONE"
    {"dd/MM/yyyy", NO_FIELD},
    {"dd-MON-YYYY", NO_FIELD},
    {"yyyy-MM-DD", NO_FIELD},
    {"d.M.YYYY", NO_FIELD},
    {"YYYY-MM-DD HH:mm", NO_FIELD},
    {"YYYY-MM-DD H:mm", NO_FIELD},
    {"YYYY-MM-DD hh:mm:s", NO_FIELD},
    {"YYYY-MM-DD hh:mm:ss.SSS", NO_FIELD},
    {"YYYY-MM-DD hh:mm aa", NO_FIELD},
    {"YYYY-MM-DD hh:mm z", NO_FIELD},
    {"YYYYMMdd", NO_FIELD},
    {"ddMMYYYY", NO_FIELD},
    {"YYYY-MM-DDTHH:mm", "with a field, but without the larger one before it"},
};

static bool
is_refused(struct span text, const char *message)
{
	struct stamp_format *format;
	struct capture capture;

	capture_begin(&capture);
	format = stamp_format_parse(text, "profile.csv:7");
	capture_end(&capture);
	if (format || !capture_is(&capture, message))
		printf("# %s", capture.text);
	stamp_format_free(format);
	return !format && capture_is(&capture, message);
}

static void
test_no_formats(struct tap *tap)
{
	struct stamp_format *format;
	struct buf text = {0};

	for (size_t i = 0; i < COUNT(no_formats); i++) {
		char message[256];

		snprintf(message, sizeof message, "profile.csv:7: a format of times %s",
		    no_formats[i].message);
		tap_ok(tap, is_refused(span_of(no_formats[i].text), message), "no format: \"%s\"",
		    no_formats[i].text);
	}
	tap_ok(tap,
	    is_refused(span_of("D/M/YYYY\xFF"),
		"profile.csv:7: too long for a format of times, or not valid UTF-8"),
	    "no format: not UTF-8");
	buf_add_text(&text, "YYYY-MM-DD");
	while (text.size < 63 + 5)
		buf_add_byte(&text, '-');
	format = stamp_format_parse(buf_span(&text), "test");
	tap_ok(tap, format, "as many items as there is room for");
	stamp_format_free(format);
	while (text.size < 129)
		buf_add_byte(&text, '-');
	tap_ok(tap,
	    is_refused(buf_span(&text),
		"profile.csv:7: too long for a format of times, or not valid UTF-8"),
	    "no format: 129 bytes");
	text.size = 63 + 6;
	tap_ok(tap, is_refused(buf_span(&text), "profile.csv:7: too long for a format of times"),
	    "no format: an item more");
	buf_free(&text);
}

/* Every byte of a time changed to every other byte: what is still read is that time but for a
 * digit, or the zone. */
static void
test_any_byte(struct tap *tap)
{
	struct stamp_format *iso = stamp_format_parse(span_of("iso"), "test");
	char text[] = "2023-10-28T17:46:39Z";
	size_t wrong = 0, read = 0;
	struct buf out = {0};

	for (size_t i = 0; i < WHEN_TEXT; i++) {
		char kept = text[i];

		for (int byte = 0; byte < 256; byte++) {
			struct span value = {text, WHEN_TEXT};
			enum stamp_result result;

			text[i] = (char)byte;
			result = stamp_convert(&iso, 1, value, NULL, &out);
			if (result == STAMP_EXACT)
				wrong += (i != 10 && i != 19 && !span_equal(buf_span(&out), value));
			else
				wrong += i != 19 && result <= STAMP_EMPTY;
			read += result == STAMP_EXACT;
		}
		text[i] = kept;
	}
	/* As in test_when, and a blank of five kinds in place of T, and z. */
	tap_ok(tap, wrong == 0, "no byte changed gives a wrong time");
	tap_ok(tap, read == 40 + 4 + 13 + 12 + 16 + 16 + 6 + 6 + 1,
	    "and only digits in their range are read (%zu)", read);
	buf_free(&out);
	stamp_format_free(iso);
}

static void
test_sizes(struct tap *tap)
{
	struct stamp_format *format = stamp_format_parse(span_of("DAY D/M/YYYY"), "test");
	struct zone *zone = zone_open(span_of("Z"));
	struct buf value = {0}, out = {0};

	tap_ok(tap,
	    stamp_convert(&format, 1, (struct span){NULL, 0}, zone, &out) == STAMP_EMPTY &&
		out.size == 0,
	    "no memory is empty");
	tap_ok(tap,
	    stamp_convert(&format, 1, (struct span){"a 5/1/2024\0", 11}, zone, &out) ==
		    STAMP_UNREAD &&
		stamp_convert(&format, 1, (struct span){"a 5/1/2024\0", 10}, zone, &out) ==
		    STAMP_INTERVAL,
	    "a NUL is a byte like any other");
	while (value.size < 128 - 9)
		buf_add_byte(&value, 'x');
	buf_add_text(&value, " 5/1/2024");
	tap_ok(tap, stamp_convert(&format, 1, buf_span(&value), zone, &out) == STAMP_INTERVAL,
	    "128 bytes");
	buf_clear(&value);
	while (value.size < 100000)
		buf_add_text(&value, " \xE2\x80\x8E");
	buf_add_text(&value, "x  5/1/2024");
	while (value.size < 200000)
		buf_add_text(&value, "\xC2\xA0");
	tap_ok(tap, stamp_convert(&format, 1, buf_span(&value), zone, &out) == STAMP_INTERVAL,
	    "any number of blanks and marks");
	buf_clear(&value);
	while (value.size < 129 - 9)
		buf_add_byte(&value, 'x');
	buf_add_text(&value, " 5/1/2024");
	tap_ok(tap,
	    stamp_convert(&format, 1, buf_span(&value), zone, &out) == STAMP_UNREAD &&
		out.size == 0,
	    "129 bytes are no time");
	buf_free(&value);
	buf_free(&out);
	zone_close(zone);
	stamp_format_free(format);
}

static void
test_reasons(struct tap *tap)
{
	tap_ok(tap,
	    !stamp_reason(STAMP_EXACT) && !stamp_reason(STAMP_INTERVAL) &&
		!stamp_reason(STAMP_NO_ZONE) && !stamp_reason(STAMP_EMPTY),
	    "what is read or empty has no reason");
	tap_ok(tap,
	    span_is(span_of(stamp_reason(STAMP_UNREAD)), "unreadable_time") &&
		span_is(span_of(stamp_reason(STAMP_NO_TIME)), "no_such_time") &&
		span_is(span_of(stamp_reason(STAMP_AMBIGUOUS)), "ambiguous_time"),
	    "the rest has");
}

int
main(void)
{
	struct tap tap = {0};

	err_program("test");
	test_table(&tap, platforms, COUNT(platforms));
	test_table(&tap, fields, COUNT(fields));
	test_table(&tap, words, COUNT(words));
	test_table(&tap, results, COUNT(results));
	tap_ok(&tap,
	    unlike_between_marks(platforms, COUNT(platforms)) +
		    unlike_between_marks(fields, COUNT(fields)) +
		    unlike_between_marks(words, COUNT(words)) +
		    unlike_between_marks(results, COUNT(results)) ==
		0,
	    "all of it also between marks, with more blanks");
	test_no_formats(&tap);
	test_any_byte(&tap);
	test_sizes(&tap);
	test_reasons(&tap);
	stamp_format_free(NULL);
	return tap_done(&tap);
}
