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

/// `study cache`: what can be made again.
struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "List, check and clear the cache of decoded images and features.",
        discussion: """
            Decoded images and the features that frozen networks give are kept until they are the least recently used \
            and all of them take more than \(CacheLimit.variable), such as 50GB (default: 20 GB).
            """,
        subcommands: [
            CacheListCommand.self, CacheVerifyCommand.self, CacheClearCommand.self,
        ])
}

/// `study cache list`: what is in the cache folder.
struct CacheListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the cache, the least recently used first.")

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
            "\(cache.folder): \(filesText(items.count)) of images and features, \(Formatting.size(total)); "
                + "the limit is \(Formatting.size(limit))")
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

/// `study cache verify`: every digest.
struct CacheVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every digest and remove what is damaged.",
        discussion: """
            Features are checked to the last bit; of decoded images, which have no digests, the header and the length \
            are. Exit status 1 when something was damaged.
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
        print("\(filesText(files.count)) checked, \(damages.count) damaged")
        if !damages.isEmpty { throw ExitCode(1) }
    }
}

/// `study cache clear`: makes room.
struct CacheClearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Remove images and features that are not in use.",
        discussion: """
            EXAMPLES
              study cache clear
              study cache clear --features --older-than 30
            """)

    @OptionGroup var cache: CacheOption
    @Flag(help: "Features only.") var features = false
    @Flag(help: "Decoded images only.") var images = false
    @Option(help: ArgumentHelp("Only what was not used for so long.", valueName: "days"))
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
            // Drawn for commands that only look at a study of phantoms.
            try? FileManager.default.removeItem(atPath: "\(XDG.cacheFolder)/phantoms")
        }
        let freed = result.removed.reduce(0) { $0 + $1.byteCount }
        print("\(filesText(result.removed.count)) removed, \(Formatting.size(freed))")
        if !result.inUse.isEmpty { print("\(result.inUse.count) in use, kept") }
    }
}

/// The user's cache folder, for people to look at.
private struct Cache {
    struct Item {
        var file: CacheFolder.Entry
        /// What it holds; nil when damaged.
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

    let folder = XDG.cacheFolder
    let features: FeatureStore
    let files: CacheFolder

    init() {
        features = FeatureStore(folder: "\(folder)/features")
        files = CacheFolder(.features, path: "\(folder)/features")
    }

    /// The least recently used first.
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

    /// What else lies in the folder, such as weights, in total.
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

    /// Removes a damaged file.
    /// - Returns: what is wrong with it; nil when it is whole.
    func verify(_ file: CacheFolder.Entry) -> String? {
        switch file.kind {
        case .features: return features.verify(file.key)
        case .images: return DecodedImages.verify(file)
        }
    }
}

private func filesText(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

private func number(_ value: Int) -> JSONValue { .number(Double(value)) }
