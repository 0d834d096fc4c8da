# The README's two commands are ./study run studies/lr-sweep.json and make test.
.PHONY: build test check lint schema format bench soak docs reference record-docs symbols goldens container-check

build:
	Tools/install.sh build
	swift build -c release

# Tests whose outcome depends on the processor's instructions. Where it has AVX-512, `make test` runs them a second time
# with AVX2 as the widest: both kinds of machines are tested on one.
by-instructions := EngineTests|TrainingTests|KernelCacheTests|PredictorTests|RunsTests.ResumeTests|VerifyTests|FrozenStudyTests

# All tests, in the configuration that users run. STUDY_CHEST_XRAY names the real X-rays, if they are at hand, and
# STUDY_PYTHON a Python with PyTorch and STUDY_MLFLOW one with MLflow, which Tools/install.sh makes.
python := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/study/python/bin/python
mlflow := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/study/mlflow/bin/python
test:
	Tools/install.sh test
	swift build -c release --build-tests
	STUDY_PYTHON=$${STUDY_PYTHON-$$(ls $(python) 2>/dev/null)} \
		STUDY_MLFLOW=$${STUDY_MLFLOW-$$(ls $(mlflow) 2>/dev/null)} swift test -c release --skip-build
	if [ -z "$$DNNL_MAX_CPU_ISA" ] && grep -qw avx512f /proc/cpuinfo; then \
		DNNL_MAX_CPU_ISA=AVX2 swift test -c release --skip-build --filter '$(by-instructions)'; fi

# What a change must pass before it is committed; CI runs it.
check: lint schema test

lint:
	swift format lint --strict --recursive Plugins Sources Tests Package.swift
	Tools/line-length.py Plugins Sources Tests Package.swift

# The documentation as a site, in .build-site; warnings are errors.
docs-python := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/study/docs/bin
docs:
	Tools/install.sh docs
	NO_MKDOCS_2_WARNING=1 $(docs-python)/mkdocs build --strict
	$(docs-python)/python Tools/docs/check.py .build-site

# The pages and the schema that the program writes: Docs/reference and Studies/study.schema.json.
reference: build
	.build/release/reference

# The commands in the documents are run, and their outputs and charts written into the pages; read the differences.
# PAGE=Docs/tutorial.md does it for one page.
record-docs:
	swift build -c release --build-tests
	STUDY_RECORD=1 STUDY_PAGE=$(PAGE) swift test -c release --skip-build --filter DocumentationTests.ConsoleTests

# The schema of study files is made from the registries.
schema: build
	.build/release/study schema | diff - Studies/study.schema.json

format:
	swift format --in-place --recursive Plugins Sources Tests Package.swift

# Every network against PyTorch, which takes hours and a quiet machine; with NETWORK=alexnet a quick look at one.
bench: build
	Benchmarks/run.sh $(if $(NETWORK),--quick --networks $(NETWORK))

# Damaged files for five minutes, a hundred kills and, as root, twenty full disks, other ones each time; a server's 10,000
# hostile requests, as many good ones, and its end after 30 s of load; twenty rounds of two nodes of a cluster, and 2,000
# trials on it; a network that learns where phantoms are ill.
# SOAK_SECONDS, SOAK_KILLS, SOAK_DISKS, SOAK_ROUNDS, SOAK_TRIALS, SOAK_REQUESTS, SOAK_SEED and SOAK_FIRST change that.
soak:
	Tools/install.sh test
	swift build -c release --build-tests
	SOAK_SECONDS=$${SOAK_SECONDS:-300} SOAK_SEED=$${SOAK_SEED:-$$(date +%s)} \
		SOAK_KILLS=$${SOAK_KILLS:-100} SOAK_DISKS=$${SOAK_DISKS:-20} \
		SOAK_ROUNDS=$${SOAK_ROUNDS:-20} SOAK_TRIALS=$${SOAK_TRIALS:-2000} SOAK_REQUESTS=$${SOAK_REQUESTS:-10000} \
		swift test -c release --skip-build --filter 'SoakTests|KillTests|FullDiskTests|SlurmTests|HostileTests|MemoryTests|ShutdownTests|ConsolidationTests'

# The declarations that modules share, as pages: .build-docs/site.
symbols:
	Tools/install.sh build
	mkdir -p .build-docs/graphs
	swift build -c release --product study --scratch-path .build-docs -Xswiftc -emit-symbol-graph \
		-Xswiftc -emit-symbol-graph-dir -Xswiftc "$(CURDIR)/.build-docs/graphs" \
		-Xswiftc -symbol-graph-minimum-access-level -Xswiftc package
	rm -f .build-docs/graphs/ArgumentParser* .build-docs/graphs/GRDB*
	docc convert --additional-symbol-graph-dir .build-docs/graphs --fallback-display-name study \
		--fallback-bundle-identifier study --output-path .build-docs/site

# The server's image, checked without an engine that builds images; as root. TRIAL: the folder of a finished trial.
container-check:
	Tools/install.sh build
	Tools/container-check.sh $(TRIAL)

# PyTorch's numbers, for the tests to compare with; needs Python.
goldens:
	Tools/goldens/make.sh
