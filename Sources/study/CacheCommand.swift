import ArgumentParser
import Datasets
import Files
import Foundation
import JSON
import Runs
import Terminal
import Training
import Vocabulary
import Weights

/// The command `study cache`, which manages decoded images and features.
struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "List, check and clear the cache of decoded images and features.",
        discussion: """
            The cache contains decoded images and the features of frozen networks; both are computed again when they are \
            missing. If the cache exceeds its limit, the least recently used entries are removed. \(CacheLimit.variable) \
            sets the limit, such as 50GB (default: 20 GB).

            EXAMPLES
              study cache list
              study cache clear --older-than 30
            """,
        subcommands: [
            CacheListCommand.self, CacheVerifyCommand.self, CacheClearCommand.self,
        ])
}

/// The command `study cache list`.
struct CacheListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the entries of the cache, least recently used first.")

    @OptionGroup var cache: CacheOption
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let cache = Cache()
        let (items, others) = (cache.items, cache.others)
        let (total, limit) = (items.reduce(0) { $0 + $1.file.byteCount }, try CacheLimit.current())
        if json {
            let document: JSONValue = [
                "folder": .string(cache.folder), "bytes": number(total), "limit": number(limit),
                "entries": .array(items.map(\.json)),
                "others": .object(others.map { JSONValue.Member($0.name, number($0.byteCount)) }),
            ]
            print(document.pretty)
            return
        }
        let width = items.map { $0.title?.count ?? 0 }.max() ?? 0
        for item in items {
            let kind = item.file.kind.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
            let title = (item.title ?? "damaged")
                .padding(toLength: max(width, 7), withPad: " ", startingAt: 0)
            let name = item.file.key.prefix(12)
            print("\(kind)  \(name)  \(title)  \(size(item.file.byteCount))  \(day(item.file))")
        }
        for other in others { print("\(other.name): \(Formatting.size(other.byteCount))") }
        print(
            "\(cache.folder): \(Formatting.plural(items.count, "file")) of images and features, "
                + "\(Formatting.size(total)); limit \(Formatting.size(limit))")
    }

    private func size(_ bytes: Int) -> String {
        let text = Formatting.size(bytes)
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }

    private func day(_ file: CacheFolder.Entry) -> String {
        let age = Date().timeIntervalSince(file.lastUse)
        return "used "
            + (age < 86_400 ? "\(Formatting.duration(age)) ago" : "\(Int(age / 86_400)) d ago")
    }
}

/// The command `study cache verify`.
struct CacheVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the files of the cache and remove damaged files.",
        discussion: """
            Features are compared with their digests. Decoded images have no digests; their headers and sizes are \
            checked. The exit status is 1 if a file was damaged.
            """)

    @OptionGroup var cache: CacheOption

    func run() throws {
        let (cache, console) = (Cache(), Console())
        let files = cache.files.entries()
        var damages: [String] = []
        for (index, file) in files.enumerated() {
            console.progress("checking: \(index) of \(files.count)")
            if let damage = cache.verify(file) { damages.append(damage) }
        }
        console.close()
        for damage in damages { console.warn("\(damage); removed") }
        print("\(Formatting.plural(files.count, "file")) checked, \(damages.count) damaged")
        if !damages.isEmpty { throw ExitCode(1) }
    }
}

/// The command `study cache clear`.
struct CacheClearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Remove images and features that are not in use.",
        discussion: """
            EXAMPLES
              study cache clear
              study cache clear --features --older-than 30
            """)

    @OptionGroup var cache: CacheOption
    @Flag(help: "Remove features only.") var features = false
    @Flag(help: "Remove decoded images only.") var images = false
    @Option(
        help: ArgumentHelp(
            "Remove only entries unused for this many days.", valueName: "days"))
    var olderThan: Double?

    func validate() throws {
        if let olderThan, !(olderThan >= 0) {
            throw ValidationError("--older-than: must be at least 0; got \(olderThan)")
        }
    }

    func run() throws {
        let kinds: Set<CacheFolder.Kind> =
            features == images ? [.features, .images] : features ? [.features] : [.images]
        let result = Cache().files.clear(
            kinds, unusedSince: olderThan.map { Date(timeIntervalSinceNow: -$0 * 86_400) })
        if features == images, olderThan == nil {
            // The synthetic X-rays that commands such as `plan` draw, and the looks of images by
            // which evaluations find copies.
            for name in ["phantoms", "looks"] {
                try? FileManager.default.removeItem(
                    atPath: "\(UserFolders().cacheFolder)/\(name)")
            }
        }
        let freed = result.removed.reduce(0) { $0 + $1.byteCount }
        print(
            "removed \(Formatting.plural(result.removed.count, "file")), \(Formatting.size(freed))")
        if !result.inUse.isEmpty {
            print("kept \(Formatting.plural(result.inUse.count, "file")) in use")
        }
    }
}

/// The user's cache folder.
private struct Cache {
    struct Item {
        var file: CacheFolder.Entry
        /// A description of the content; nil if the file is damaged.
        var title: String?

        var json: JSONValue {
            [
                "kind": .string(file.kind.rawValue), "key": .string(file.key),
                "title": title.map { .string($0) } ?? .null, "file": .string(file.path),
                "bytes": number(file.byteCount),
                "lastUse": .string(file.lastUse.formatted(.iso8601)),
            ]
        }
    }

    let folder = UserFolders().cacheFolder
    let features: FeatureStore
    let files: CacheFolder

    init() {
        features = FeatureStore(folder: "\(folder)/features")
        files = CacheFolder(.features, path: "\(folder)/features")
    }

    /// The files, least recently used first.
    var items: [Item] {
        let requests = Dictionary(
            features.entries().map { ($0.file.path, $0.request) }, uniquingKeysWith: { $1 })
        return files.entries().map { file in
            switch file.kind {
            case .features:
                let request = requests[file.path] ?? nil
                return Item(
                    file: file,
                    title: request.map {
                        "\($0.title): \($0.rows) x \($0.width) \($0.type.rawValue)"
                    })
            case .images: return Item(file: file, title: DecodedImages.title(of: file))
            }
        }
    }

    /// The other entries of the folder, such as the weights folder, with their total sizes.
    var others: [(name: String, byteCount: Int)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { CacheFolder.Kind(rawValue: $0) == nil }.sorted().map { name in
            let path = "\(folder)/\(name)"
            let inner = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
            let sizes = ([path] + inner.map { "\(path)/\($0)" }).map { file in
                var information = stat()
                guard lstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG
                else { return 0 }
                return Int(information.st_size)
            }
            return (name, sizes.reduce(0, +))
        }
    }

    /// Checks a file and removes it if it is damaged.
    /// - Returns: a description of the damage; nil if there is none.
    func verify(_ file: CacheFolder.Entry) -> String? {
        switch file.kind {
        case .features: return features.verify(file.key)
        case .images: return DecodedImages.verify(file)
        }
    }
}

private func number(_ value: Int) -> JSONValue { .number(Double(value)) }
