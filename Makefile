# `make` builds everything and draws the gallery; `make test` runs every test. Both install what is missing.

PREFIX ?= /usr/local
PYTHON ?= python3
SWIFT_FLAGS := -c release --static-swift-stdlib
# Tests reach internal names; a build folder of their own keeps `make` and `make test` from rebuilding each other's work.
TEST_FLAGS := -c release -Xswiftc -enable-testing --scratch-path .build-test
CONVSCOPE := .build/release/convscope
VENV := .venv
VENV_PYTHON := $(VENV)/bin/python

ifeq ($(shell uname),Darwin)
# Homebrew's giflib has no pkg-config file that says where it is.
export CPATH := $(shell brew --prefix)/include
export LIBRARY_PATH := $(shell brew --prefix)/lib
endif

.PHONY: all quick gallery lessons lecture pages jupyter build setup experiments test check lint imports docs install uninstall \
	oracles bench trained fuzz clean help

all: gallery ## build and draw the gallery into output/

help: ## show these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## install the system packages that are missing
	@sh Tests/Tools/install-packages.sh

build: setup ## build the convscope command
	swift build $(SWIFT_FLAGS) --product convscope
	@ln -sf convscope .build/release/convscope-pandoc
	@ln -sf convscope .build/release/convscope-mdbook

# The kernels in C are optimised all the same; results are equal to the last bit.
quick: setup ## build in minutes, without optimisation, into .build-quick
	swift build --static-swift-stdlib --product convscope --scratch-path .build-quick -Xcc -O2 -Xswiftc -gnone
	@for name in convscope convscope-pandoc convscope-mdbook; do ln -sf debug/convscope .build-quick/$$name; done
	@echo "The command is .build-quick/convscope."

gallery: build
	@$(CONVSCOPE) render Samples/gallery.yml -o output --quiet
	@echo "The gallery is in output/gallery; README.md shows some of it. The command is $(CONVSCOPE)."

lessons: build ## write the thirty-three lessons into output/lessons
	$(CONVSCOPE) render Samples/lessons -o output/lessons

# pandoc finds the filter by its name; paths in the notes begin at their own folder, figures go beside the results.
LECTURE := PATH="$(CURDIR)/.build/release:$$PATH" pandoc --filter convscope-pandoc \
	--metadata-file ../../Samples/notes/build.yml --resource-path .:../../Samples/notes --fail-if-warnings

lecture: build ## write the lecture of Samples/notes as HTML, PDF and slides into output/notes
	@sh Tests/Tools/install-packages.sh pandoc texlive-latex-recommended lmodern
	@mkdir -p output/notes
	cd output/notes && $(LECTURE) ../../Samples/notes/lecture.md -s --mathml --self-contained -o lecture.html
	cd output/notes && $(LECTURE) ../../Samples/notes/lecture.md -o lecture.pdf
	cd output/notes && $(LECTURE) ../../Samples/notes/slides.md -t beamer -o slides.pdf
	cd output/notes && $(LECTURE) ../../Samples/notes/slides.md -t dzslides -s --mathml --self-contained -o slides.html

pages: $(VENV)/Pages-installed lessons ## open pages in a browser: nothing from outside, readable, usable
	$(CONVSCOPE) report lenet5 -o output/reports/lenet5.html
	$(CONVSCOPE) report --filter sobel-x --image Samples/photos/camera.png -o output/reports/sobel-x.html
	$(VENV_PYTHON) Tests/Pages/check_pages.py output/reports/*.html output/lessons/index.html \
		$(or $(LESSONS),output/lessons/0[1238]*/index.html output/lessons/22*/index.html)

jupyter: $(VENV)/Jupyter-installed build ## run the notebook and the tests of the Python package
	CONVSCOPE=$(CONVSCOPE) $(VENV_PYTHON) Samples/jupyter/test_convscope.py

# The gallery draws what was recorded; learning it again takes a few minutes.
experiments: build ## train everything in Samples/experiments again, and keep its records
	@set -e; for file in Samples/experiments/*.yml; do \
		name=$$(basename $$file .yml); folder=.build/experiments/$$name; records=Samples/experiments/records/$$name; \
		$(CONVSCOPE) train $$file -o $$folder --restart; \
		rm -rf $$records; \
		(cd $$folder && find . -name record.safetensors) | while read found; do \
			mkdir -p $$records/$$(dirname $$found); cp $$folder/$$found $$records/$$found; \
		done; \
	done

test: setup ## run every test
	swift test $(TEST_FLAGS)

check: lint imports docs build ## format, imports, documentation, claimed numbers, and the gallery is what the code draws
	@$(CONVSCOPE) check Samples README.md --quiet
	@$(CONVSCOPE) render Samples/gallery.yml -o output --check --quiet

lint: setup
	swift format lint --strict --recursive --parallel --configuration .swift-format Package.swift Sources Tests

# Every import must be declared in Package.swift.
imports: setup
	swift build $(SWIFT_FLAGS) --product convscope --explicit-target-dependency-import-check error

# References in documentation comments must lead somewhere.
docs: setup
	@sh Tests/Tools/check-documentation.sh

install: build ## install the command, its completions and its manual page under PREFIX
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/man/man1" \
		"$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
		"$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -m 755 $(CONVSCOPE) "$(DESTDIR)$(PREFIX)/bin/convscope"
	-strip "$(DESTDIR)$(PREFIX)/bin/convscope" 2>/dev/null
	ln -sf convscope "$(DESTDIR)$(PREFIX)/bin/convscope-pandoc"
	ln -sf convscope "$(DESTDIR)$(PREFIX)/bin/convscope-mdbook"
	$(CONVSCOPE) --generate-completion-script bash > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/convscope"
	$(CONVSCOPE) --generate-completion-script zsh > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_convscope"
	$(CONVSCOPE) --generate-completion-script fish > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/convscope.fish"
	$(CONVSCOPE) manual > "$(DESTDIR)$(PREFIX)/share/man/man1/convscope.1"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/convscope" "$(DESTDIR)$(PREFIX)/bin/convscope-pandoc" \
		"$(DESTDIR)$(PREFIX)/bin/convscope-mdbook" "$(DESTDIR)$(PREFIX)/share/man/man1/convscope.1" \
		"$(DESTDIR)$(PREFIX)/share/bash-completion/completions/convscope" \
		"$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_convscope" \
		"$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/convscope.fish"

$(VENV)/Jupyter-installed: Samples/jupyter/pyproject.toml
	@test -x $(VENV_PYTHON) || $(PYTHON) -m venv $(VENV)
	$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check -e './Samples/jupyter[test]'
	@touch $@

# Oracles and benchmarks need large peers: they live in an environment of their own and are not part of `make test`.
$(VENV)/%-installed: Tests/%/requirements.txt
	@test -x $(VENV_PYTHON) || $(PYTHON) -m venv $(VENV)
	$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

oracles: $(VENV)/Oracles-installed build ## compute the committed oracles again, and run the programs that we write
	$(VENV_PYTHON) Tests/Oracles/make_convolution_oracles.py
	$(VENV_PYTHON) Tests/Oracles/make_image_fixtures.py
	$(VENV_PYTHON) Tests/Oracles/check_network_schema.py
	$(VENV_PYTHON) Tests/Oracles/make_network_oracles.py
	$(VENV_PYTHON) Tests/Oracles/check_code.py
	$(VENV_PYTHON) Tests/Oracles/make_training_oracles.py
	$(VENV_PYTHON) Tests/Oracles/make_operator_cases.py
	$(VENV_PYTHON) Tests/Oracles/make_runtime_cases.py
	$(VENV_PYTHON) Tests/Oracles/make_onnx_fixtures.py
	$(VENV_PYTHON) Tests/Oracles/check_run.py
	$(VENV_PYTHON) Tests/Oracles/check_onnx.py
	$(VENV_PYTHON) Tests/Oracles/check_export.py

trained: $(VENV)/Oracles-installed build ## draw trained networks from PyPI's packages into output/trained
	$(VENV_PYTHON) Tests/Oracles/draw_trained.py

bench: $(VENV)/Benchmarks-installed build ## measure against OpenCV, ONNX Runtime, PyTorch, matplotlib, torchview and dot
	swift build $(SWIFT_FLAGS) --product convscope-benchmarks
	$(VENV_PYTHON) Tests/Benchmarks/bench.py

fuzz: setup ## feed the readers of networks a million texts that nobody would write
	swift build $(SWIFT_FLAGS) --product convscope-fuzz
	swift build $(SWIFT_FLAGS) --product convscope-fuzz-onnx
	.build/release/convscope-fuzz $(or $(INPUTS),1000000) $(or $(SEED),1) .build/fuzz-input.txt
	.build/release/convscope-fuzz-onnx Tests/FilesTests/Fixtures $(or $(INPUTS),1000000)

clean:
	rm -rf .build .build-quick .build-test .venv
