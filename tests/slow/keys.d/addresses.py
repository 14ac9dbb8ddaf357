"""Made-up cells of a column of addresses, as the world writes them and worse: from a seed, always the same."""
import random
import string

LETTERS = string.ascii_lowercase
NAMES = ("ana ben carla dora info ventas ana.b a.n.a j.doe o'neil x_y d-e first.last support+tag ana+promo a.n.a+x.y "
         "ana-list b=c a#b c/d 100%").split()
# Names in other alphabets, with capitals, marks that compose, letters whose lower case is peculiar.
FOREIGN = ("josé JOSÉ jose\u0301 ÅNGSTRÖM \u212bngstro\u0308m \u212aelvin I\u0307stanbul \u0130stanbul straße STRASSE "
           "\u1e9e ΝΙΚΟΣ νικος νικοσ иван ИВАН 用户 ユーザー 사용자 \u1112\u1161\u11ab उपयोगकर्ता مستخدم משתמש ผู้ใช้ \u01c5 \ufb01n "
           "ａｎａ a\u037eb x\u1fefy \u0344a \u0958a \u2126 \U00010400\U00010428 \U0001f600 \u00aa \u01c4 ǆ \u0345").split()
DOMAINS = ("example.com example.org example.net EXAMPLE.com Mail.Example.NET sub.mail.example.com localhost 1.example "
           "a-b.example ab--c.example xn--exmple-cua.example 192.0.2.1 x.123").split()
PROVIDERS = ("gmail.com googlemail.com hotmail.com outlook.com yahoo.com yahoo.es ymail.com fastmail.com fastmail.fm "
             "proton.me protonmail.com pm.me icloud.com me.com mac.com yandex.ru ya.ru yandex.com ygm.example qq.com "
             "zoho.com gmail.co outlook.es live.com orange.es terra.es GMAIL.com GoogleMail.Com sub.gmail.com").split()
INTERNATIONAL = (
    "bücher BÜCHER bu\u0308cher straße faß ελλάς ΕΛΛΆΣ σίγμας пример ПРИМЕР 例え 例子 예시 \u1106\u1161\u11af उदाहरण ตัวอย่าง "
    "مثال דוגמה עברית1 1עברית مثال1 مث\u0660 مث\u06f1 ｅｘａｍｐｌｅ \u212a \u2126 ⅷ ﬁn ① ⒈ ℀ ½ ㎏ \u1e9e ß\u0323 café cafe\u0301 "
    "க்\u200c க்\u200d क्\u200dष क\u200dष क्\u200cष a\u200cb a\u200db نامه\u200cای l·l l·m ·l ་ ア・イ a・b ʹa \u0375α \u05f3א א\u05f3 ٣ ۳ ٣۳ "
    "\u0301a a\u0301 ａ－ｂ －a a\u2010b a_ü _ü ü- -ü ü--x xn--ü ☃ ♥ \U0001f4a9 \U0001f600 \ud7fb ǆ Ǆ ĳ ŀ ŉ ſ ς Ω "
    "\u0e33 \u0eb3 \u0f0c \u3002 \uff0e x\uff0ey x\uff61y x\u3002y x\u2024y … ︒ a\u00ady ü\u2060 ü\u200b ü\ufe0f ü\u034f ü\u180b "
    "\U00010400 \u03f9 \u0390 \u1fd3 \u01c5 \u2c2f \ua7af \U0001e900 \U00016e40 \U000105a0 \U00031350 \u0870 \u1c89 \ufdef \ue000 "
    "\U0001d400 \U0001d4d0 \u20a8 \u2121 ™ ® © ª º µ ¼ ﬀ ﷺ ŐŰ ÿ Ÿ İ ı i\u0307 ᏸ Ᏸ ꭰ ꮿ ა Ა Ⴀ ⴀ ⴥ \u1806 \u06dd \u070f").split()
A_LABELS = ("xn--exmple-cua xn--bcher-kva XN--BCHER-KVA xn--strae-oqa xn--fa-hia xn-- xn--a xn--0 xn--- xn--a- xn--abc xn--maana-pta "
            "xn--maana-pt xn--hxakic4aa xn--fiqs8s xn--80ak6aa92e xn--zckzah xn--1ch xn--n3h xn--ls8h xn--3xa xn--4xa xn--zca "
            "xn--ss-xka xn--tda xn--TDA xn--a-ecp.ru xn--xn---epa xn--4gbrim xn--9dbq2a xn--u-ccb xn--ab-yma xn--8ca "
            "xn--0ca24w xn--a-yoc xn--b1abfaaepdrnnbgefbadotcwatmq2g4l").split()
BLANKS = [" ", " ", " ", "  ", "\t", "\n", "\r\n", "\xa0", "\u2009", "\u202f", "\u3000", "\u2028", "\x85", "\x0b"]
MARKS = ["\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad", "\u200e", "\u200f", "\u202a", "\u202c", "\u2060", "\u2066", "\u2069",
         "\u061c", "\u034f", "\u180e", "\u3164", "\ufe0f", "\U000e0061", "\u2800", "\u115f"]
FULL_WIDTH = {ord(c): chr(ord(c) + 0xfee0) for c in string.ascii_letters + string.digits + ".-_@+<>();,:\"%"}
SPECIAL = list("()<>[]:;@\\,.\"'%?&=+-_ !#$*/^`{|}~") + ["..", "\\\"", "\\\\", "\uff20", "\uff0e", "\u3002", "\ufffd",
                                                        "\x01", "\x7f", "\x80", "\ufe6b", "\u037e", "\xa0", "\u200b", "mailto:", "%40", "%"]
PEOPLE = ["Ana", "Ana B.", "B, Ana", '"B, Ana"', '"Ana \\"la\\" B"', "=?utf-8?q?Ana?=", "José", "Ана", "'Ana'", "Ana (work)", '"ana@example.com"',
          "ana@example.com", "Ana; Ben", "Ana:", ":)", ":(", '"', "Friends: Ana", "Ana\ufffd", "“Ana”", "Ana\u200b", "[Ana]", "A<na", '"Ana;"']
COMMENTS = ["(c)", "()", "(a (b) c)", "(a\\)b)", '(")', "(ana@example.com)", "(;)", "(<)", "(é)", "(\\", "(", ")", "(\xa0)", "( )"]


class Addresses:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pick = self.random.choice

    def chance(self, of_a_hundred):
        return self.random.random() * 100 < of_a_hundred

    def word(self, longest=10):
        return "".join(self.pick(LETTERS) for _ in range(self.random.randint(1, longest)))

    def any_character(self):
        top = self.pick((0x250, 0x3000, 0x10000, 0x32000))
        while True:
            code = self.random.randrange(0x80, top)
            if not 0xd800 <= code < 0xe000:
                return chr(code)

    def case(self, text):
        way = self.random.randrange(6)
        if way == 0:
            return text.upper()
        return "".join(self.pick((c, c.upper())) for c in text) if way == 1 else text

    def atom(self):
        kind = self.random.randrange(20)
        if kind < 9:
            return self.pick(NAMES)
        if kind < 15:
            return self.pick(("", ".", "-", "_", "+")).join(self.word() for _ in range(self.random.randint(1, 3)))
        if kind < 18:
            return self.pick(FOREIGN) + self.pick(("", "", self.word(3), "." + self.word(3), self.pick(FOREIGN)))
        if kind == 18:
            return "".join(self.any_character() for _ in range(self.random.randint(1, 3))) + self.pick(("", "a"))
        return self.pick(("", ".a", "a.", "a..b", "+", "+a", "a.+b", "-", "a" * 63, "a" * 64, "a" * 65, "é" * 32, "é" * 33, ".", "+a+b", "a-b+c", "..."))

    def quoted(self):
        inside = [self.pick((self.atom(), self.pick(SPECIAL), " ")) for _ in range(self.random.randint(0, 4))]
        text = "".join(inside)
        if self.chance(80):
            text = text.replace("\\", "\\\\").replace('"', '\\"')
        if self.chance(15):
            text = "".join("\\" + c if c in LETTERS else c for c in text)
        return f'"{text}"'

    def local(self):
        return self.quoted() if self.chance(7) else self.case(self.atom())

    def label(self):
        kind = self.random.randrange(10)
        if kind < 6:
            return self.case(self.pick(INTERNATIONAL))
        if kind < 8:
            return self.pick(A_LABELS)
        if kind == 8:
            return self.word() + self.any_character() + self.pick(("", self.word(2)))
        return self.word() + self.pick(("", "-" + self.word(3), "--" + self.word(2), "-", "_x"))

    def literal(self):
        group = lambda: self.pick(("0", "1", "db8", "0db8", "FFFF", "2001", "", "g", "12345"))
        kind = self.random.randrange(4)
        if kind == 0:
            return "[" + ".".join(self.pick(("192", "0", "2", "01", "255", "256", "", "a")) for _ in range(self.pick((4, 4, 4, 3, 5)))) + "]"
        if kind == 1:
            return self.pick(("[192.0.2.1]", "[IPv6:2001:db8::1]", "[ipv6:2001:DB8:0:0::0.0.0.1]", "[IPv6:::]", "[192.0.2.1", "192.0.2.1]", "[]",
                              "[x:y]", "[IPv6:::ffff:192.0.2.1]", "[192.0.2.1].", "[IPv6:1:2:3:4:5:6:7:8]", "[IPv6:1::3:4:5:6:7:8]"))
        return "[" + self.pick(("IPv6:", "IPV6:", "")) + ":".join(group() for _ in range(self.random.randint(2, 9))) + "]"

    def domain(self):
        kind = self.random.randrange(100)
        if kind < 35:
            return self.case(self.pick(DOMAINS))
        if kind < 62:
            return self.pick(PROVIDERS)
        if kind < 70:
            return self.case(".".join(self.word() for _ in range(self.random.randint(1, 3))))
        if kind < 93:
            return ".".join(self.pick((self.label(), self.label(), self.word())) for _ in range(self.random.randint(1, 3))) + self.pick(("", ".example", ".com"))
        if kind < 95:
            return self.literal()
        return self.pick(("", ".", "..", "a..b", ".a", "a.", "-a.b", "a-.b", "a_b.example", "a" * 63 + ".example", "a" * 64 + ".example", "ü" * 57, "ü" * 60,
                          ".".join(["a" * 60] * 4) + ".example", ".".join(["a" * 50] * 4) + ".example", "é." + ".".join(["a" * 50] * 4), "ex!mple.com",
                          "example.com:25", "[192.0.2.1]", "example,com", "x@y", "example.com/"))

    def address(self):
        local, domain = self.local(), self.domain()
        at = "@"
        if self.chance(4):
            at = self.pick(("\uff20", "", "@@", " @", "@ ", "(c)@", "@(c)", "(a)@(b)", " at ", "\ufe6b", "@\u200b", "\xa0@", "(c) @", "@ (c)"))
        if self.chance(6):
            domain += self.pick((".", ".", "..", "\u3002", "\uff0e", " .", ". "))
        text = local + at + domain
        if self.chance(2):
            text = text.translate(FULL_WIDTH)
        return text

    def filler(self):
        return "".join(self.pick((self.pick(BLANKS), self.pick(MARKS), self.pick(BLANKS))) for _ in range(self.random.randint(1, 2)))

    def wrapped(self, text):
        kind = self.random.randrange(12)
        if kind < 3:
            return self.pick(("", self.filler())) + text + self.pick(("", self.filler(), ";", ",", ", ", " ;", ",;"))
        if kind < 5:
            return self.pick(PEOPLE) + self.pick((" ", "", self.filler())) + "<" + text + ">" + self.pick(("", "", " (c)", ";", " x", ">"))
        if kind == 5:
            return "<" + self.pick(("", " ", self.filler())) + text + self.pick(("", " ", self.filler(), ",")) + ">"
        if kind == 6:
            return self.pick((self.pick(COMMENTS) + text, text + self.pick(COMMENTS), text + " " + self.pick(COMMENTS), self.pick(COMMENTS) + " " + text))
        if kind == 7:
            return self.pick(("mailto:", "MAILTO:", "Mailto:", "<mailto:", "mailto: ", "Ana <mailto:", ";mailto:")) + self.escaped(text) + self.pick(
                ("", "?subject=x", "?to=ben@example.org", ">", ">;", "%3E", "%2C", ";"))
        if kind == 8:
            return text + self.pick(("; ", ",", " ", "\n", "/", " <", "\uff1b", "|")) + self.address()
        if kind == 9:
            return self.pick(("=", "'", '"', "-", "email:", "Friends: ", "x ", "[", "“")) + text + self.pick(("", "'", '"', "]", " x", "”", ":"))
        if kind == 10:
            return self.pick(PEOPLE) + " " + text
        return f"{text} <{text}>"

    def escaped(self, text):
        return "".join("".join(f"%{byte:02{self.pick('xX')}}" for byte in c.encode()) if self.chance(15) or c == "%" and self.chance(70)
                       else c for c in text)

    def damaged(self, text):
        for _ in range(self.random.randint(1, 2)):
            place = self.random.randint(0, len(text))
            what = self.pick((self.pick(SPECIAL), self.pick(MARKS), self.pick(BLANKS), self.any_character(), ""))
            text = text[:place] + what + text[place + self.random.randint(0, 1):]
        return text

    def junk(self):
        return self.pick(("", " ", "null", "n/a", "5,512345678E+09", "@", "<>", "<@>", '""@', ";", ",", "()", '"', "ana", "ana at example.com", "\ufeff", "\u200b;",
                          "mailto:", "".join(self.pick(SPECIAL + ["a", "b.c"]) for _ in range(self.random.randint(1, 8)))))

    def cell(self):
        """One value, as bytes."""
        kind = self.random.randrange(100)
        if kind < 3:
            return self.junk().encode()
        text = self.address()
        if kind < 45:
            text = self.wrapped(text)
        if kind < 8:
            text = self.wrapped(text)
        if 40 <= kind < 52:
            text = self.damaged(text)
        value = text.encode("utf-8", "surrogatepass")
        if kind == 52:
            place = self.random.randint(0, len(value))
            value = value[:place] + self.pick((b"\xff", b"\xc3", b"\xe9", b"\xed\xa0\x80", b"\xc0\xae", b"\xf4\x90\x80\x80")) + value[place:]
        return value
