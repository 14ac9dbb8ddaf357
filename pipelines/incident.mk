# incident.mk: an incident from "we just found out" to the exact people. The Makefile of an incident's folder
# includes this file. See amends(7), section PIPELINES.
#
# Reads settings.mk, inputs.csv, decisions.csv (if there), systems.csv (if there) and dumps/, which no target writes to.
# Writes out/. Every target writes its outputs and a fresh ledger into a new folder and moves them into place when
# its account closes; a broken run goes on where it stopped.
include $(dir $(realpath $(lastword $(MAKEFILE_LIST))))common.mk
include settings.mk

settings := FOUND_AT LIST_NAME AS_OF DRAW_AT GRACE_DAYS ERASE_DUE JOINED_FROM JOINED_TO PROMISED_PURPOSE \
	TIME_ZONE TIME_ZONE_BY RUNGS_MEMBER RUNGS_CUSTOMER RUNGS_CONSENT COUNTRY PRIOR_CONTACT LATE_CONSENT SOFT_OPTIN ERASURE GUARD
# What the seal does not see must not decide.
$(foreach name,$(settings),$(if $(filter environment command override,$(firstword $(origin $(name)))),\
	$(error $(name): settings come from settings.mk, not from the environment or the command line)))

# Policy switches and settings, with their defaults (share/rules/README.md). A decision about a setting wins.
AS_OF ?= $(error settings.mk: AS_OF (the data cut-off, YYYY-MM-DDThh:mm:ssZ) is not set)
GRACE_DAYS ?= 0
PROMISED_PURPOSE ?= promised
RUNGS_MEMBER ?= exact mailbox
RUNGS_CUSTOMER ?= exact mailbox person
RUNGS_CONSENT ?= exact mailbox
PRIOR_CONTACT ?= review
LATE_CONSENT ?= skip
SOFT_OPTIN ?= review
ERASURE ?= block
GUARD ?= no
export $(settings)
# Of these the plan says that they decide nothing.
idle := $(foreach name,$(if $(filter-out 26,$(NEAR_HOURS)),NEAR_HOURS),$(if $(filter file,$(origin $(name))),$(name)))

.DEFAULT_GOAL := status
.PHONY: status inputs scope clean help
optional := $(wildcard decisions.csv systems.csv)
rules := $(wildcard $(AMENDS_SHARE)/rules/*.csv rules rules/*.csv $(AMENDS_SHARE)/address/providers.csv address/providers.csv)

# The plan lists every input part once; nothing below expands a pattern again. It is looked at by every run, so that no new
# file of a pattern goes unnoticed, and renewed when it says something else.
ifneq ($(filter scope parts out/%,$(MAKECMDGOALS)),)
include out/plan.mk
endif
ifeq ($(MAKE_RESTARTS),)
out/plan.mk: again
endif
out/plan.mk:
	@$(PIPELINES)/plan $(idle)
again:
out/plan/%:
	@name=$$(sed -n 2p out/plan/rows/$*); echo "amends: $$name: planned, and not there any more" >&2; exit 2

# An entry of the plan is a link to a dump: make compares the dump's time, and that of what inputs.csv says of it. The sends come
# first, they take longest.
sends := $(plan_sends:%=out/parts/%/done)
others := $(plan_others:%=out/parts/%/done)
out/people/done: $(plan_people:%=out/plan/%) $(plan_people:%=out/plan/rows/%) out/plan/rows/people $(rules) settings.mk
	$(PIPELINES)/people
out/parts/%/done: out/plan/% out/plan/rows/% out/people/done
	$(PIPELINES)/part $*
out/facts/done: $(others) $(plan_campaigns:%=out/plan/%) out/people/done out/plan.mk $(rules) $(optional)
	$(PIPELINES)/facts
out/scope/done: $(sends) out/facts/done $(optional)
	$(PIPELINES)/scope

# What lies in dumps/, recognised: rows of inputs.csv, and the campaigns that the sends name.
inputs:
	@if [ -t 1 ]; then $(PIPELINES)/inputs | fold -s -w 80; else $(PIPELINES)/inputs; fi

parts: $(sends) $(others)
scope: out/scope/done
	@$(PIPELINES)/show

status:
	@$(PIPELINES)/status $(settings)
clean:
	rm -rf out
help:
	@sed -n 's/^## //p' $(PIPELINES)/incident.mk

## make          where things stand, the hours left of 72, and the next command
## make inputs   recognises what lies in dumps/: drafts inputs.csv, then campaigns.csv
## make scope    who was mailed what, lawfully or not: out/people.csv and out/sends.csv.gz
## make clean    removes out/ (never dumps/)
