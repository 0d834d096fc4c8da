// swift-tools-version: 6.1
import PackageDescription

/// The modules of the package and what each imports: the one list, which `Tests/ArchitectureTests`
/// compares with the `import` lines of the sources and with the table in CONTRIBUTING.md.
///
/// The order is the direction of imports: a module names only modules above it.
let modules: [(name: String, imports: [String])] = [
    ("SourceVersion", []),
    ("JSON", []),
    ("Processes", []),
    ("Files", ["CCrypto", "CZlib", "Processes"]),
    ("HTTP", ["CCurl"]),
    ("Terminal", []),
    ("Markup", ["CCMark", "Files"]),
    ("Tensors", []),
    ("Vocabulary", ["JSON"]),
    ("Networks", ["JSON", "Tensors", "Vocabulary"]),
    ("Engine", ["CDNNL", "CKernels", "Networks", "Tensors", "Vocabulary"]),
    ("Weights", ["Files", "HTTP", "Tensors"]),
    ("DICOM", ["CDICOM", "Files"]),
    ("Images", ["CJPEG", "CPNG", "CTIFF", "CWebP", "DICOM", "Files", "Vocabulary"]),
    (
        "Datasets",
        [
            "DICOM", "Files", "Images", "JSON", "Processes", "Tensors", "Vocabulary",
        ]
    ),
    ("Import", ["CArchive", "Datasets", "Files", "Vocabulary"]),
    ("Phantom", ["Datasets", "Files", "Images", "JSON", "Tensors", "Vocabulary"]),
    ("Evaluation", ["Tensors"]),
    (
        "Training",
        [
            "Datasets", "Engine", "Evaluation", "Files", "JSON", "Networks", "Tensors",
            "Vocabulary", "Weights",
        ]
    ),
    ("Studies", ["Evaluation", "Files", "JSON", "Processes", "Vocabulary"]),
    (
        "Results",
        [
            "Evaluation", "Files", "JSON", "Markup", "Processes", "SourceVersion", "Studies",
            "Tensors", "Vocabulary",
        ]
    ),
    (
        "Inference",
        [
            "Datasets", "Engine", "Evaluation", "Files", "Images", "JSON", "Networks", "Processes",
            "Results", "Studies", "Tensors", "Vocabulary", "Weights",
        ]
    ),
    (
        "Analysis",
        [
            "Evaluation", "Files", "JSON", "Markup", "Results", "Studies", "Tensors", "Terminal",
            "Vocabulary",
        ]
    ),
    (
        "Plotting",
        [
            "Analysis", "Evaluation", "Files", "Markup", "Results", "Studies", "Terminal",
            "Vocabulary",
        ]
    ),
    (
        "Reports",
        [
            "Analysis", "Evaluation", "Files", "JSON", "Markup", "Plotting", "Results", "Studies",
            "Tensors", "Terminal", "Vocabulary",
        ]
    ),
    (
        "Tracking",
        [
            "Analysis", "CSQLite", "Evaluation", "Files", "HTTP", "JSON", "Processes", "Results",
            "Studies", "Vocabulary", "Weights",
        ]
    ),
    (
        "Runs",
        [
            "Analysis", "DICOM", "Datasets", "Engine", "Evaluation", "Files", "Images", "Inference",
            "JSON", "Networks", "Phantom", "Processes", "Results", "Studies", "Tensors", "Terminal",
            "Training", "Vocabulary", "Weights",
        ]
    ),
    (
        "Cluster",
        [
            "Engine", "Files", "JSON", "Processes", "Results", "Runs", "Studies", "Vocabulary",
        ]
    ),
    (
        "Web",
        [
            "Analysis", "Evaluation", "Files", "Images", "Inference", "JSON", "Markup", "Processes",
            "Results", "Studies", "Terminal", "Vocabulary",
        ]
    ),
    ("ONNX", ["Evaluation", "Networks", "Results", "Tensors", "Vocabulary"]),
    ("TestSupport", ["Files", "JSON", "Tensors", "Weights"]),
    ("ProgramSupport", ["Files", "Results", "Vocabulary"]),
    ("SyntheticResults", ["Analysis", "Evaluation", "JSON", "Results", "Studies", "Vocabulary"]),
]

/// With STUDY_WARNINGS=errors, as in CI, a warning of the compiler fails the build.
let areWarningsErrors = Context.environment["STUDY_WARNINGS"] == "errors"

let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (areWarningsErrors ? [.unsafeFlags(["-warnings-as-errors"])] : [])

/// Modules whose internal declarations are tested, so that release builds enable testing for them.
let testable: Set<String> = ["Plotting", "Reports"]
let enableTesting: [SwiftSetting] = [.unsafeFlags(["-enable-testing"])]

/// Modules that write text and start programs. The optimizer needs a sixth of the build's time for
/// them and makes no command measurably faster, so they are compiled without it.
let unoptimized: Set<String> = [
    "Cluster", "HTTP", "Import", "Markup", "Options", "Plotting", "Processes", "Reports", "Runs",
    "Studies", "Terminal", "Tracking", "study",
]

/// The settings of the module or program `name`.
func settings(of name: String) -> [SwiftSetting] {
    strict + (testable.contains(name) ? enableTesting : [])
        + (unoptimized.contains(name) ? [.unsafeFlags(["-Onone"])] : [])
}

let externals: [String: [Target.Dependency]] = [
    "Web": [
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
    ],
    "ONNX": [.product(name: "SwiftProtobuf", package: "swift-protobuf")],
]

/// Files that are embedded in the programs.
let resources: [String: [Resource]] = ["Web": [.embedInCode("Assets")]]

/// The test targets: the module of the name, further modules that they test, and programs that they
/// start.
let tests: [(name: String, tested: [String], programs: [String])] = [
    ("Analysis", ["SyntheticResults"], []),
    ("Architecture", [], []),
    ("Cluster", ["ProgramSupport"], ["study"]),
    ("Datasets", ["Import"], ["study"]),
    ("DICOM", [], []),
    ("Documentation", ["Runs"], ["reference", "study", "study-export", "study-serve"]),
    ("Engine", ["Training"], ["allocations"]),
    ("Evaluation", [], []),
    ("Files", [], []),
    ("HTTP", [], []),
    ("Images", [], []),
    ("Inference", ["Training"], []),
    ("JSON", ["Vocabulary"], []),
    ("Markup", [], []),
    ("Networks", [], []),
    ("ONNX", ["Engine", "Inference"], ["study", "study-export"]),
    ("Phantom", [], []),
    ("Plotting", ["SyntheticResults"], []),
    ("Processes", [], []),
    ("Reports", ["SyntheticResults"], []),
    ("Results", [], []),
    ("Runs", ["Cluster", "Import", "ProgramSupport", "Reports"], ["study"]),
    ("Soak", ["DICOM", "Runs"], ["soak"]),
    ("Studies", [], []),
    ("Tensors", [], []),
    ("Terminal", [], []),
    ("TestSupport", [], []),
    ("Tracking", [], ["study", "study-export"]),
    ("Training", [], ["featuremaker"]),
    ("Vocabulary", [], []),
    ("Web", ["Runs"], ["study", "study-serve"]),
    ("Weights", [], []),
]

/// The modules `names` and all modules that they import, directly or indirectly.
func closure(of names: [String]) -> [String] {
    var found = Set(names)
    for module in modules.reversed() where found.contains(module.name) {
        found.formUnion(module.imports)
    }
    return modules.map(\.name).filter(found.contains)
}

/// The modules of the program `study`. The libraries of the server and of ONNX take long to build,
/// so they belong to separate programs.
let programModules = modules.map(\.name).filter {
    !["ONNX", "ProgramSupport", "SyntheticResults", "TestSupport", "Web"].contains($0)
}

let package = Package(
    name: "study",
    products: [
        .executable(name: "study", targets: ["study"]),
        .executable(name: "study-serve", targets: ["study-serve"]),
        .executable(name: "study-export", targets: ["study-export"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    ],
    targets: [
        .systemLibrary(name: "CCMark"),
        .systemLibrary(name: "CCrypto"),
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CDNNL"),
        .target(name: "CKernels"),
        .systemLibrary(name: "CSQLite"),
        .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
        .target(name: "CTIFF", linkerSettings: [.linkedLibrary("tiff")]),
        .systemLibrary(name: "CWebP"),
        // DCMTK's libraries refer to each other, and libdcmjpeg to those after it.
        .target(
            name: "CDICOM",
            linkerSettings: [
                "dcmjpeg", "dcmdata", "oflog", "ofstd", "charls", "openjp2", "z",
            ].map { .linkedLibrary($0) }),
        .systemLibrary(name: "CArchive"),
        .systemLibrary(name: "CZlib"),
        .plugin(name: "SourceCommitPlugin", capability: .buildTool()),
    ]
        + modules.map { module in
            .target(
                name: module.name,
                dependencies: module.imports.map { .init(stringLiteral: $0) }
                    + externals[module.name, default: []],
                resources: resources[module.name],
                swiftSettings: settings(of: module.name),
                plugins: module.name == "SourceVersion" ? ["SourceCommitPlugin"] : [])
        }
        + [
            // Command-line options shared by the executables.
            .target(
                name: "Options",
                dependencies: [
                    "Analysis", "Evaluation", "Files", "Inference", "Results", "Studies",
                    "Tracking", "Vocabulary", "Weights",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ],
                swiftSettings: settings(of: "Options")),
            .executableTarget(
                name: "study",
                dependencies: (programModules + ["Options"]).map { .init(stringLiteral: $0) }
                    + [.product(name: "ArgumentParser", package: "swift-argument-parser")],
                swiftSettings: settings(of: "study")),
            // The program behind `study serve`.
            .executableTarget(
                name: "study-serve",
                dependencies: [
                    "Engine", "Inference", "Options", "Results", "Vocabulary", "Weights", "Web",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ],
                swiftSettings: strict),
            // The program behind `study export`.
            .executableTarget(
                name: "study-export",
                dependencies: [
                    "Engine", "Files", "Images", "Inference", "JSON", "Networks", "ONNX", "Options",
                    "Results", "Vocabulary", "Weights",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ],
                swiftSettings: strict),
        ]
        + [
            // Reads damaged files in a separate process, which may crash.
            .executableTarget(
                name: "soak",
                dependencies: [
                    "DICOM", "Files", "Images", "Runs", "Studies", "Tensors", "Vocabulary",
                    "Weights",
                ]
                    + [.product(name: "ArgumentParser", package: "swift-argument-parser")],
                path: "Tests/Soak",
                swiftSettings: strict),
            // Counts the allocations of training steps with a counting malloc.
            .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
            .executableTarget(
                name: "allocations",
                dependencies: [
                    "CAllocationCounter", "Engine", "JSON", "Networks", "Tensors", "Training",
                    "Vocabulary",
                ],
                path: "Tests/Allocations",
                swiftSettings: strict),
            // Writes the generated pages of the documentation.
            .executableTarget(
                name: "reference",
                dependencies: ["JSON"]
                    + [.product(name: "ArgumentParser", package: "swift-argument-parser")],
                path: "Tests/Reference",
                swiftSettings: strict),
            // Computes features in a separate process, which may be killed.
            .executableTarget(
                name: "featuremaker",
                dependencies: ["Training", "Weights"]
                    + [.product(name: "ArgumentParser", package: "swift-argument-parser")],
                path: "Tests/FeatureMaker",
                swiftSettings: strict),
        ]
        + tests.map { test in
            .testTarget(
                name: "\(test.name)Tests",
                dependencies: (closure(of: [test.name, "TestSupport"] + test.tested) + test.programs)
                    .map { .init(stringLiteral: $0) },
                swiftSettings: strict)
        },
    // The headers of DCMTK require it.
    cxxLanguageStandard: .cxx17
)
