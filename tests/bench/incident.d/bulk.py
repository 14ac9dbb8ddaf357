"""Rows of people who are not on the list, written fast: a block of rows is made once, as text with holes for what
changes from block to block, and written again and again with other values in the holes."""
import random

from settings import DAY, HOUR

BLOCK = 4096  # rows of the largest block; more than 32 KiB, so no packer sees one block in the next
HOUR_HOLE, BLOCK_HOLE = b"\x01", b"\x02"
CAMPAIGNS = ("newsletter-2016", "newsletter-2016", "oferta-verano", "factura", "aviso-envio", "sorteo-participacion",
             '"feria, octubre"', "prueba-b")
OUTCOMES = ("delivered",) * 6 + ("sent", "opened", "opened", "clicked", "bounced_soft", "bounced_hard", "")
DOMAINS = ("example.com", "example.org", "example.net", "correo.example", "mail.test")


def address(rng, number):
    """Somebody who is not on the list; people of the list are called otherwise."""
    shape = rng.random()
    name = f"u{number:x}.\x02{rng.getrandbits(20):05x}"
    domain = rng.choice(DOMAINS)
    if shape < 0.004:
        return f"{name} sin arroba"
    if shape < 0.05:
        return f"{name.upper()}@{domain}"
    return f"{name}@{domain}"


def send_block(rng, rows):
    """Sends of one hour, in the order of time."""
    lines = []
    for number, second in enumerate(sorted(rng.randrange(3600) for _ in range(rows))):
        message = f"<\x02.{number:x}.{rng.getrandbits(40):010x}@mta.example>" if rng.random() < 0.97 else ""
        lines.append(f"{message},{address(rng, number)},email,\x01:{second // 60:02d}:{second % 60:02d}Z,"
                     f"{rng.choice(CAMPAIGNS)},{rng.choice(OUTCOMES)}\n")
    return "".join(lines).encode()


def sends(seed, rows, first, last, hour_text):
    """Yields (second, text, rows) from first to last."""
    rng = random.Random(f"bulk {seed}")
    size = min(BLOCK, max(1, rows * HOUR // (last - first)))
    # A small incident needs as many templates as blocks, a large one only a few.
    templates = [send_block(rng, size) for _ in range(max(8, min(512, 8 * BLOCK // size)))]
    blocks = -(-rows // size)
    for number in range(blocks):
        count = min(size, rows - number * size)
        second = first + (last - first) * number // blocks // HOUR * HOUR
        text = templates[number % len(templates)]
        if count < size:
            text = b"".join(text.splitlines(True)[:count])
        yield second, text.replace(HOUR_HOLE, hour_text(second)).replace(BLOCK_HOLE, b"%x" % number), count


def mailing(seed, campaign, at, rows):
    """A mailing that left in one second, to people who are not on the list."""
    rng = random.Random(f"mailing {seed} {campaign}")
    for number in range(rows):
        email = address(rng, number).replace("\x02", "m")
        yield "", email, "email", at, campaign, rng.choice(("sent", "sent", "sent", "bounced_hard", "bounced_soft"))


def letters(seed, campaign, first, last, rows):
    """(second, row) of messages that somebody wrote one by one, to people who are not on the list."""
    rng = random.Random(f"letters {seed}")
    for number in range(rows):
        yield (rng.randint(first, last),
               (f"<{rng.getrandbits(48):012x}@example.com>", f"u{number:x}.o{rng.getrandbits(20):05x}@{rng.choice(DOMAINS)}",
                campaign))


def customers(seed, rows, text_of):
    rng = random.Random(f"customers {seed}")
    for number in range(rows):
        email = address(rng, number).replace("\x02", "k")
        since = text_of(rng.randint(1325376000, 1483228000)) if rng.random() < 0.97 else ""
        yield f"C{number}", email, since, "customer" if rng.random() < 0.8 else "contact"


def consents(seed, rows, text_of):
    rng = random.Random(f"consents {seed}")
    for number in range(rows):
        email = address(rng, number).replace("\x02", "c")
        event = rng.choice(("optin", "optin", "optin", "optout", "objection", "erasure"))
        evidence = rng.choice(("proven", "weak")) if event == "optin" else "proven"
        yield email, event, text_of(rng.randint(1325376000, 1483228000 - DAY)), evidence, "marketing"
