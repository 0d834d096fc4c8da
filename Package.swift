// swift-tools-version: 6.1
import PackageDescription

/// One room per target; `Tests/ArchitectureTests` holds the imports against this list.
/// The order is the direction of imports: a target names only targets above it.
let rooms: [(name: String, imports: [String])] = [
    ("Files", ["CCrypto"]),
    ("HTTP", ["CCurl"]),
    ("Settings", []),
    ("Tensors", []),
    ("Networks", ["Settings", "Tensors"]),
    ("Engine", ["Networks", "Tensors", "CDNNL"]),
    ("Weights", ["Files", "HTTP", "Networks", "Tensors"]),
    ("Images", ["Files", "Tensors", "CJPEG", "CPNG"]),
    ("Datasets", ["Files", "Images", "Settings", "Tensors", "CArchive", "CZlib"]),
    (
        "Training",
        [
            "Datasets", "Engine", "Evaluation", "Files", "Networks", "Settings", "Tensors",
            "Weights",
        ]
    ),
    ("Studies", ["Settings"]),
    ("Results", ["Evaluation", "Files", "Settings", "Studies"]),
    ("Tracking", ["Files", "HTTP", "Results", "Settings", "Studies", "Weights"]),
    ("Evaluation", ["Tensors"]),
    ("Reports", ["Evaluation", "Files", "Results", "Settings", "Studies", "CCMark"]),
    (
        "Runner",
        [
            "Datasets", "Engine", "Evaluation", "Files", "Images", "Networks", "Results",
            "Settings", "SourceVersion", "Studies", "Tensors", "Training", "Weights",
        ]
    ),
    (
        "Web",
        [
            "Datasets", "Evaluation", "Files", "Images", "Reports", "Results", "Runner", "Settings",
            "Studies", "Tensors", "Weights",
        ]
    ),
    ("ONNX", ["Networks", "Tensors"]),
    ("TestSupport", ["Engine", "Files", "Networks", "Settings", "Tensors", "Weights"]),
]

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Rooms whose internal parts have tests of their own, in release builds as users run them.
let testable: Set<String> = ["Reports"]
let enableTesting: [SwiftSetting] = [.unsafeFlags(["-enable-testing"])]

let externals: [String: [Target.Dependency]] = [
    "Tracking": [.product(name: "GRDB", package: "GRDB.swift")],
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

/// Files that are part of the program.
let resources: [String: [Resource]] = ["Web": [.embedInCode("Assets")]]

/// Programs that tests start.
let helpers: [String: [String]] = [
    "Engine": ["allocations"], "Soak": ["soak"], "Training": ["featuremaker"],
    "Datasets": ["study"], "ONNX": ["study", "study-export"], "Runner": ["study"],
    "Tracking": ["study"], "Web": ["study", "study-serve"],
]

/// What the program `study` is made of: a server's libraries, and protocol buffers, take long to build, so they are in
/// programs of their own.
let programRooms = rooms.map(\.name).filter { !["ONNX", "TestSupport", "Web"].contains($0) }

let package = Package(
    name: "study",
    products: [
        .executable(name: "study", targets: ["study"]),
        .executable(name: "study-serve", targets: ["study-serve"]),
        .executable(name: "study-export", targets: ["study-export"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
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
        .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
        .systemLibrary(name: "CArchive"),
        .systemLibrary(name: "CZlib"),
        .plugin(name: "SourceCommitPlugin", capability: .buildTool()),
        .target(
            name: "SourceVersion", swiftSettings: strict, plugins: ["SourceCommitPlugin"]),
    ]
        + rooms.map { room in
            .target(
                name: room.name,
                dependencies: room.imports.map { .init(stringLiteral: $0) }
                    + externals[room.name, default: []],
                resources: resources[room.name],
                swiftSettings: strict + (testable.contains(room.name) ? enableTesting : []))
        }
        + [
            // What several programs understand.
            .target(
                name: "Options",
                dependencies: [
                    "Images", "Runner", "Tracking", "Weights",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ],
                swiftSettings: strict),
            .executableTarget(
                name: "study",
                dependencies: (programRooms + ["Options"]).map { .init(stringLiteral: $0) }
                    + [.product(name: "ArgumentParser", package: "swift-argument-parser")],
                swiftSettings: strict),
            // What `study serve` hands over to.
            .executableTarget(
                name: "study-serve",
                dependencies: [
                    "Options", "Runner", "Weights", "Web",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ],
                swiftSettings: strict),
            // What `study export` hands over to.
            .executableTarget(
                name: "study-export",
                dependencies: [
                    "Datasets", "Files", "Images", "Networks", "ONNX", "Options", "Results",
                    "Runner",
                    "Settings", "Weights",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ],
                swiftSettings: strict),
        ]
        + [
            // Reads damaged files in a process that may die of them.
            .executableTarget(
                name: "soak",
                dependencies: ["Images", "Runner", "Studies", "Tensors", "Weights"]
                    + [.product(name: "ArgumentParser", package: "swift-argument-parser")],
                path: "Tests/Soak",
                swiftSettings: strict),
            // Counts the allocations of training steps in a process whose malloc counts.
            .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
            .executableTarget(
                name: "allocations",
                dependencies: [
                    "CAllocationCounter", "Engine", "Networks", "Settings", "Tensors", "Training",
                ],
                path: "Tests/Allocations",
                swiftSettings: strict),
            // Makes features in a process that may be killed.
            .executableTarget(
                name: "featuremaker",
                dependencies: ["Training", "Weights"]
                    + [.product(name: "ArgumentParser", package: "swift-argument-parser")],
                path: "Tests/FeatureMaker",
                swiftSettings: strict),
        ]
        + (rooms.map(\.name) + ["Architecture", "Soak"]).map { name in
            .testTarget(
                name: "\(name)Tests",
                dependencies: rooms.filter { $0.name != "Web" || name == "Web" }.map {
                    .init(stringLiteral: $0.name)
                }
                    + helpers[name, default: []].map { .init(stringLiteral: $0) },
                swiftSettings: strict)
        }
)
