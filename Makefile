# The two commands of the README are ./study run studies/lr-sweep.json and make test.
.PHONY: build test check lint schema format bench soak docs reference record-docs symbols goldens container-check

build:
	Tools/install.sh build
	swift build -c release

# Tests whose result depends on the vector instructions of the processor. On a processor with AVX-512, `make test` runs
# them a second time limited to AVX2, so that both kinds of processors are tested.
by-instructions := EngineTests|TrainingTests|KernelCacheTests|PredictorTests|RunsTests.ResumeTests|VerifyTests|FrozenStudyTests|ConsoleTests

# All tests, in the release configuration. STUDY_CHEST_XRAY is the folder of the real X-rays (optional); STUDY_PYTHON is
# a Python with PyTorch and STUDY_MLFLOW one with MLflow, both installed by Tools/install.sh.
# FILTER='ScheduleTests|MetricTests' runs only the tests whose names match.
python := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/study/python/bin/python
mlflow := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/study/mlflow/bin/python
test:
	Tools/install.sh test
	swift build -c release --build-tests
	STUDY_PYTHON=$${STUDY_PYTHON-$$(ls $(python) 2>/dev/null)} \
		STUDY_MLFLOW=$${STUDY_MLFLOW-$$(ls $(mlflow) 2>/dev/null)} swift test -c release --skip-build \
		$(if $(FILTER),--filter '$(FILTER)')
	if [ -z '$(FILTER)' ] && [ -z "$$DNNL_MAX_CPU_ISA" ] && grep -qw avx512f /proc/cpuinfo; then \
		DNNL_MAX_CPU_ISA=AVX2 swift test -c release --skip-build --filter '$(by-instructions)'; fi

# Every commit must pass these checks; CI runs them.
check: lint schema test

lint:
	swift format lint --strict --recursive Plugins Sources Tests Package.swift
	Tools/line-length.py Plugins Sources Tests Package.swift

# Builds the documentation site in .build-site; warnings are errors.
docs-python := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/study/docs/bin
docs:
	Tools/install.sh docs
	NO_MKDOCS_2_WARNING=1 $(docs-python)/mkdocs build --strict
	$(docs-python)/python Tools/docs/check.py .build-site

# Writes the generated files: pages in Docs/reference and Studies/study.schema.json.
reference: build
	.build/release/reference

# Runs the commands in the documents and records their outputs and charts in the pages; review the diff.
# PAGE=Docs/tutorial.md limits it to one page.
record-docs:
	swift build -c release --build-tests
	STUDY_RECORD=1 STUDY_PAGE=$(PAGE) swift test -c release --skip-build --filter DocumentationTests.ConsoleTests

# Checks that Studies/study.schema.json is current. `make reference` writes it.
schema: build
	.build/release/study schema | diff - Studies/study.schema.json

format:
	swift format --in-place --recursive Plugins Sources Tests Package.swift

# Times four networks against PyTorch, ONNX Runtime and OpenVINO. It takes hours on an idle machine; NETWORK=alexnet times one network only.
bench: build
	Benchmarks/run.sh $(if $(NETWORK),--quick --networks $(NETWORK))

# Long tests with a new random seed each time: five minutes of damaged files; 100 kills; as root, 20 full disks; a server
# with 10,000 invalid and 10,000 valid requests, and its shutdown after 30 s of load; 20 rounds on a cluster of two nodes,
# and 2,000 trials on it; Grad-CAM maps compared with the true location of drawn consolidations; every network
# compared with torchvision's; both commands of the README on Debian 13.
# SOAK_SECONDS, SOAK_KILLS, SOAK_DISKS, SOAK_ROUNDS, SOAK_TRIALS, SOAK_REQUESTS, SOAK_SEED and SOAK_FIRST change the sizes.
soak:
	Tools/install.sh test
	swift build -c release --build-tests
	SOAK_SECONDS=$${SOAK_SECONDS:-300} SOAK_SEED=$${SOAK_SEED:-$$(date +%s)} \
		SOAK_KILLS=$${SOAK_KILLS:-100} SOAK_DISKS=$${SOAK_DISKS:-20} \
		SOAK_ROUNDS=$${SOAK_ROUNDS:-20} SOAK_TRIALS=$${SOAK_TRIALS:-2000} SOAK_REQUESTS=$${SOAK_REQUESTS:-10000} \
		STUDY_ALL_NETWORKS=1 STUDY_PYTHON=$${STUDY_PYTHON-$$(ls $(python) 2>/dev/null)} \
		swift test -c release --skip-build --filter 'SoakTests|KillTests|FullDiskTests|SlurmTests|HostileTests|MemoryTests|ShutdownTests|ConsolidationTests|LargeSetTests|EngineTests.TorchvisionTests'
	if [ "$$(id -u)" = 0 ]; then Tools/debian13.sh; else echo "Debian 13 is not tested: this takes root"; fi

# Builds reference pages of all package declarations in .build-docs/site.
symbols:
	Tools/install.sh build
	mkdir -p .build-docs/graphs
	swift build -c release --product study --scratch-path .build-docs -Xswiftc -emit-symbol-graph \
		-Xswiftc -emit-symbol-graph-dir -Xswiftc "$(CURDIR)/.build-docs/graphs" \
		-Xswiftc -symbol-graph-minimum-access-level -Xswiftc package
	rm -f .build-docs/graphs/ArgumentParser*
	docc convert --additional-symbol-graph-dir .build-docs/graphs --fallback-display-name study \
		--fallback-bundle-identifier study --output-path .build-docs/site

# Checks the server's container image without a container engine; needs root. TRIAL is the folder of a finished trial.
container-check:
	Tools/install.sh build
	Tools/container-check.sh $(TRIAL)

# Computes the reference values of the tests with PyTorch; needs Python.
goldens:
	Tools/goldens/make.sh
