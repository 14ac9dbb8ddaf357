# common.mk: what every pipeline of amends stands on. Included by incident.mk.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
# Two steps at a time, unless it is asked for otherwise: one that reads a large dump leaves room for a small one.
$(if $(filter -j%,$(MAKEFLAGS)),,$(eval MAKEFLAGS += -j2))

# This folder; from it the filters and share/ of the same installation (or of the source tree).
PIPELINES := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
AMENDS_SHARE ?= $(firstword $(wildcard $(PIPELINES)/../share/rules/..) $(PIPELINES)/..)
AMENDS_BIN ?= $(firstword $(wildcard $(PIPELINES)/../build) $(PIPELINES)/../../../bin)
$(if $(realpath $(AMENDS_BIN)),,$(error the filters are not there: build them, or set AMENDS_BIN))
$(if $(realpath $(AMENDS_SHARE)),,$(error the tables of amends are not there: set AMENDS_SHARE))
export AMENDS_SHARE := $(realpath $(AMENDS_SHARE))
export PATH := $(realpath $(AMENDS_BIN)):$(PATH)
export LC_ALL := C
export TZ := UTC
umask := umask 077
