# amends: one Makefile for all of it. `make help` says what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PREFIX ?= /usr/local
BUILD ?= build
CC := $(if $(filter default,$(origin CC)),cc,$(CC))
CFLAGS ?= -O2 -g
HARDEN ?= -fstack-protector-strong -D_FORTIFY_SOURCE=2
WARN := -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes
ifdef DEV
WARN += -Werror
endif

# ISA-L is used where its header is found; without it zlib does all, with the same verdicts.
# Asked at each use: `make deps` may just have installed it.
ISAL ?= $(shell printf '\043include <isa-l.h>\n' | $(CC) -E - >/dev/null 2>&1 && echo yes)
ISAL_FLAGS = $(if $(filter yes,$(ISAL)),-DHAVE_ISAL)
ISAL_LIBS = $(if $(filter yes,$(ISAL)),-lisal)

# glib's headers warn by our standards: they are system headers to us, and for the modules of mail alone.
GMIME_FLAGS = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags gmime-3.0))
GMIME_LIBS = $(shell pkg-config --libs gmime-3.0)

ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DAMENDS_SHARE='"$(PREFIX)/share/amends"' -iquote filters/lib \
	$(ISAL_FLAGS) $(WARN) $(HARDEN) $(CPPFLAGS) $(CFLAGS)
LIBS = -lcsv -lxxhash -lcrypto -lz $(ISAL_LIBS) -lidn2 -lunistring -lpcre2-8 -ljansson $(GMIME_LIBS) -lpthread

FILTERS := $(sort $(patsubst filters/%.c,%,$(wildcard filters/am-*.c)))
MODULES := $(sort $(patsubst filters/lib/%.c,%,$(wildcard filters/lib/*.c)))
UNITS := $(sort $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c)))
HELPERS := $(sort $(patsubst tests/suites/%.c,suite-%,$(wildcard tests/suites/*.c)))
BENCHES := $(sort $(patsubst tests/bench/%.c,bench-%,$(wildcard tests/bench/*.c)))
LIBRARY := $(BUILD)/libamends.a
MAN := $(wildcard man/*.[157])

DEPS := gcc libc6-dev make libcsv-dev libxxhash-dev libssl-dev zlib1g-dev libisal-dev libidn2-dev libunistring-dev libpcre2-dev tzdata \
	libjansson-dev libgmime-3.0-dev pkg-config libarchive-tools xlsx2csv
DEPS_CHECK := clang libclang-rt-14-dev clang-tidy clang-format cppcheck shellcheck mandoc isal gzip python3 python3-idna strace \
	zstd zip python3-openpyxl mblaze
DEPS_BENCH := pigz mawk miller sqlite3 isal python3

.PHONY: all amends new-incident check check-all asan fuzz lint bench install uninstall deps deps-check deps-bench clean help tests

all: $(FILTERS:%=$(BUILD)/%)

## make deps        installs what building and running needs (Debian packages)
## make             builds the filters into build/
## make amends      builds and plays the example incident: who was mailed, lawfully or not
## make new-incident DIR=PATH  asks eight questions and writes the folder of a new incident
## make deps-check  installs what only the tests need
## make check       every quick test (under 3 minutes on 2 cores)
## make check-all   the slow rest: sanitizers, fuzzing, kills, a million rows
## make lint        layout, warnings, static analysis, man pages
## make bench       the numbers of share/doc/bench, floors and peers in the same run
## make install     into PREFIX (/usr/local), DESTDIR is honoured; make uninstall
help:
	@sed -n 's/^## //p' Makefile

# With `make deps amends` nothing is compiled before the libraries are there, also with -j.
$(BUILD)/obj: | $(filter deps deps-check,$(MAKECMDGOALS))
	mkdir -p $@
$(BUILD)/obj/%.o: filters/lib/%.c | $(BUILD)/obj
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(patsubst filters/lib/%.c,$(BUILD)/obj/%.o,$(wildcard filters/lib/mail*.c)): ALL_CFLAGS += $(GMIME_FLAGS)
$(LIBRARY): $(MODULES:%=$(BUILD)/obj/%.o)
	@rm -f $@
	ar rcs $@ $^
# One source, one program; what it needs of the library it takes.
link = $(CC) $(ALL_CFLAGS) -MMD -MP -MF $(BUILD)/obj/$(@F).d -o $@ $< $(LIBRARY) $(LDFLAGS) -Wl,--as-needed $(LIBS)
$(BUILD)/am-%: filters/am-%.c $(LIBRARY)
	$(link)
$(BUILD)/test_%: tests/unit/test_%.c $(LIBRARY)
	$(link)
$(BUILD)/suite-%: tests/suites/%.c $(LIBRARY)
	$(link)
$(BUILD)/bench-%: tests/bench/%.c $(LIBRARY)
	$(link)
-include $(wildcard $(BUILD)/obj/*.d)

amends: all
	@tests/example $(BUILD)
new-incident:
	@pipelines/new-incident "$$DIR"

tests: all $(UNITS:%=$(BUILD)/%) $(HELPERS:%=$(BUILD)/%) $(BENCHES:%=$(BUILD)/%)
check: tests
	BUILD=$(BUILD) tests/run
check-all: tests
	BUILD=$(BUILD) tests/run --slow
lint:
	tests/lint/all
bench: tests
	BUILD=$(BUILD) tests/bench/run

# Installs only what is missing, so that a machine that has everything needs no network.
apt = missing=$$(for p in $(1); do dpkg -s $$p 2>/dev/null | grep -q '^Status: install ok' || echo $$p; done); \
	[ -z "$$missing" ] || { sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); $$sudo apt-get update -q; \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $$missing; }
deps:
	@$(call apt,$(DEPS))
deps-check: deps
	@$(call apt,$(DEPS_CHECK))
deps-bench: deps
	@$(call apt,$(DEPS_BENCH))

share := $(DESTDIR)$(PREFIX)/share
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(share)/amends
	install -m 755 $(FILTERS:%=$(BUILD)/%) $(DESTDIR)$(PREFIX)/bin
	for page in $(MAN); do install -Dm 644 $$page $(share)/man/man$${page##*.}/$${page##*/}; done
	cp -R share/rules share/address share/places share/profiles share/example pipelines $(share)/amends
uninstall:
	rm -f $(FILTERS:%=$(DESTDIR)$(PREFIX)/bin/%)
	for page in $(MAN); do rm -f $(share)/man/man$${page##*.}/$${page##*/}; done
	rm -rf $(share)/amends
clean:
	rm -rf $(BUILD) build-*
