# The one script: what CI runs, and what every commit passes ('make check').

PREFIX ?= /usr/local
DESTDIR ?=
# Where the shells look for completions; Debian's zsh looks elsewhere for those of packages.
BASH_COMPLETIONS ?= $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS ?= $(PREFIX)/share/zsh/site-functions
FISH_COMPLETIONS ?= $(PREFIX)/share/fish/vendor_completions.d
SWIFT ?= swift
# The Swift runtime and the C++ one that it needs go into the binary, which then needs no toolchain
# and starts a third sooner; symbols stay out, and no debug information is made that would be thrown
# away. It finds no library in its own folder. lld leaves out what nothing uses, keeps functions of
# the same code once, and packs the relocations (glibc 2.36, Debian 12); for that each function has a
# section of its own. Nothing throws C++ exceptions, so the tables that unwind their frames stay out,
# which a script has to say.
LINK = -Xswiftc -use-ld=lld -Xlinker -s -Xlinker --gc-sections -Xlinker --icf=all \
  -Xlinker --no-export-dynamic -Xlinker --no-eh-frame-hdr -Xlinker -z -Xlinker pack-relative-relocs \
  -Xlinker -T -Xlinker $(CURDIR)/$(NO_FRAMES)
RELEASE = -c release --static-swift-stdlib --disable-local-rpath -Xswiftc -gnone \
  -Xswiftc -Xfrontend -Xswiftc -function-sections $(LINK) \
  -Xlinker -L$(CURDIR)/$(ARCHIVES) -Xswiftc -Xclang-linker -Xswiftc -static-libgcc
# Where the linker finds that runtime as an archive, and not as a shared library.
ARCHIVES = .build/archives
NO_FRAMES = .build/no-frames.ld
BINARY = .build/release/byok

.PHONY: build catalogue fresh test tsan faults hostile leaks adversary interop lint generate check bench build-time fuzz install uninstall deb dist release clean

build: $(ARCHIVES) $(NO_FRAMES)
	$(SWIFT) build $(RELEASE) --product byok

$(ARCHIVES):
	archive=$$(clang -print-file-name=libstdc++.a) && mkdir -p $@ && ln -sf "$$archive" $@

$(NO_FRAMES):
	mkdir -p $(@D)
	echo 'SECTIONS { /DISCARD/ : { *(.eh_frame) } } INSERT AFTER .text;' >$@

test:
	$(SWIFT) test

# Renews the catalogue of models from public tables, which you name: FROM="FILE@DAY …". Packages from
# PyPI will do (pip download --no-deps litellm genai-prices model-prices); no network is used, the same
# files give the same bytes, and what is to be reviewed goes into REPORT.
FROM ?=
DAY ?=
REPORT ?= .build/catalogue-report.txt
catalogue:
	mkdir -p .build
	.ci/catalogue $(if $(DAY),--day $(DAY)) --report $(REPORT) $(FROM)

# Fails when the prices of a leading provider are too old for a release.
fresh:
	.ci/catalogue --check 45

# The tests that use threads, under ThreadSanitizer.
tsan:
	.ci/tsan

# Kills, errors, wrong clocks, hostile files, full disks and many writers, on the release binary; the
# renewal of credentials on the debug one, where a server of the test stands in for the vendor.
faults: build
	$(SWIFT) build --product byok
	Tests/faults/run $(BINARY)

# Servers, proxies and certificates that mean harm, on the release binary.
hostile: build
	Tests/hostile/run $(BINARY)
	Tests/hostile/server $(BINARY)

# Where keys and passphrases must not be found: calls, children, files and memory of the release binary;
# credentials behind a broker on the debug one, as for faults.
leaks: build
	$(SWIFT) build --product byok
	Tests/leaks/run $(BINARY)

# Attempts to break what the documents promise, each with what must come of it, on the release binary;
# the renewal of credentials on the debug one, as for faults.
adversary: build
	$(SWIFT) build --product byok
	Tests/adversary/run $(BINARY)

# The release binary against LiteLLM's proxy, with servers of tools, and beside python-dotenv, bm25s and two
# libraries of prices, which come from PyPI and run on this machine; in shards of Slurm and GNU parallel, if they
# are installed.
interop: build
	Tests/interop/dotenv/run $(BINARY)
	Tests/interop/costs/run $(BINARY)
	Tests/interop/litellm/run $(BINARY)
	Tests/interop/mcp/run $(BINARY)
	Tests/interop/search/run $(BINARY)
	Tests/interop/broker/run $(BINARY)
	Tests/interop/shards/run $(BINARY)

lint:
	$(SWIFT) format lint --strict -r -p Package.swift Sources Tests
	find Sources Tests -name '*.swift' | xargs awk -f .ci/size.awk
	for script in .ci/run .ci/package .ci/chroot .ci/crash .ci/alone-in .ci/tsan; do bash -n $$script || exit; done
	bash -n Tests/fuzz/run
	bash -n completions/byok.bash
	zsh -n completions/_byok
	fish -n completions/byok.fish
	bash .ci/alone-in
	python3 .ci/literals
	python3 .ci/newlines
	python3 .ci/layers
	python3 .ci/references
	python3 .ci/phrases
	python3 -c 'import ast; ast.parse(open(".ci/catalogue").read())'
	mandoc -T lint man/*

# Writes what is rendered from the tables: the README's table, the manual, the completions.
generate:
	GENERATE=1 $(SWIFT) test --filter 'GeneratedFilesTests|MistakesTests'

check: lint test build

# Speed and memory beside /bin/true and curl, in one table; COMPARE=llm adds llm, where it is installed.
COMPARE ?=
bench: build
	$(SWIFT) build -c release --product ByokBench
	.build/release/ByokBench $(BINARY) $(if $(COMPARE),--compare $(COMPARE))
	$(MAKE) -s build-time

# The processor time of a release build from nothing, user and system.
build-time: $(ARCHIVES) $(NO_FRAMES)
	rm -rf .build/clean
	bash -ec '{ TIMEFORMAT="%U %S"; time $(SWIFT) build $(RELEASE) --product byok --scratch-path .build/clean \
	  >.build/clean.log 2>&1; } 2>.build/clean.time'
	awk '{ printf "clean release build: %.1f s of processor time\n", $$1 + $$2 }' .build/clean.time
	rm -rf .build/clean

# Looks for inputs that break the promises of what reads foreign bytes, SECONDS for each target.
SECONDS ?= 60
fuzz:
	Tests/fuzz/run $(SECONDS)

install: build
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 $(BINARY) '$(DESTDIR)$(PREFIX)/bin/byok'
	for page in man/*; do install -D -m 644 "$$page" \
	  '$(DESTDIR)$(PREFIX)/share/man/man'"$${page##*.}/$${page##*/}" || exit; done
	install -D -m 644 completions/byok.bash '$(DESTDIR)$(BASH_COMPLETIONS)/byok'
	install -D -m 644 completions/_byok '$(DESTDIR)$(ZSH_COMPLETIONS)/_byok'
	install -D -m 644 completions/byok.fish '$(DESTDIR)$(FISH_COMPLETIONS)/byok.fish'

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/byok'
	rm -f '$(DESTDIR)$(BASH_COMPLETIONS)/byok' '$(DESTDIR)$(ZSH_COMPLETIONS)/_byok'
	rm -f '$(DESTDIR)$(FISH_COMPLETIONS)/byok.fish'
	for page in man/*; do \
	  rm -f '$(DESTDIR)$(PREFIX)/share/man/man'"$${page##*.}/$${page##*/}" || exit; done

# What a release needs: prices that are fresh, and the packages.
release: fresh deb dist

# A Debian package and a tar.xz, of the same bytes whenever they are made of one commit.
VERSION = $(shell sed -n 's/.*static let current = "\(.*\)"/\1/p' Sources/ByokCore/System/ProgramVersion.swift)
deb dist: build
	.ci/package $@ .build/packages $(VERSION)

clean:
	rm -rf .build
