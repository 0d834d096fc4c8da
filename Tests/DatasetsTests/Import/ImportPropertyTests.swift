import Datasets
import Foundation
import Import
import Testing
import TestSupport

/// Random trees as a folder, a zip and a tar archive: either every image is imported with its bytes
/// and its class, or nothing is.
struct ImportPropertyTests {
    private typealias Name = [UInt8]

    /// A random tree, and the expected result of its import.
    private struct Tree {
        var files: [(path: Name, data: Data)] = []
        /// The links to files of the tree.
        var links: [(path: Name, target: Name)] = []
        /// The images to write by split and class, with their bytes; copies in several trees only
        /// once.
        var images: [Name: [Data]] = [:]
        var copies = 0
        /// The reason why the tree must be rejected.
        var defect: String?
    }

    private static func name(_ random: inout some RandomNumberGenerator) -> Name {
        let letters: [[UInt8]] = [
            Array("a".utf8), Array("B".utf8), Array(" ".utf8), Array("\u{301}".utf8),
            Array("é".utf8), [0xE9],
            [0xFF], [10], [9], [1], Array("%".utf8), Array("~".utf8), Array("胸".utf8),
            Array(",\";".utf8),
            Array("-".utf8),
        ]
        let count = Int.random(in: 0..<12, using: &random)
        return (0..<count).flatMap { _ in letters.randomElement(using: &random)! }
            + Array(String(UInt32.random(in: 0...(.max), using: &random)).utf8)
    }

    private static func joined(_ parts: [Name]) -> Name { Array(parts.joined(separator: "/".utf8)) }

    private static func tree(_ seed: UInt64) -> Tree {
        var random = Formatting(state: seed)
        var tree = Tree()
        let hasSplits = Bool.random(using: &random)
        let words =
            hasSplits ? [("train", "Train"), ("val", "valid"), ("test", "test")] : [("train", "")]
        let classes = (0..<Int.random(in: 2...3, using: &random)).map { number in
            Array("class \(String(decoding: name(&random), as: UTF8.self)) \(number)".utf8)
        }
        let roots = (0..<Int.random(in: 1...3, using: &random)).map { number in
            number == 0 && Bool.random(using: &random)
                ? []
                : (0...Int.random(in: 0...1, using: &random)).map { _ in
                    Array("root ".utf8) + name(&random)
                }
        }
        var number = 0
        var seen: Set<Name> = []
        for root in hasSplits || roots.count == 1 ? roots : Array(roots.filter { !$0.isEmpty }) {
            for (split, word) in words {
                for label in classes {
                    let folder = root + (word.isEmpty ? [] : [Array(word.utf8)]) + [label]
                    let target = joined([Array(split.utf8), label])
                    for _ in 0..<Int.random(in: split == "train" ? 1...5 : 0...3, using: &random) {
                        number += 1
                        let isShared = Int.random(in: 0..<4, using: &random) == 0
                        let file =
                            isShared
                            ? Array("shared\(Int.random(in: 0..<2, using: &random)).png".utf8)
                            : name(&random)
                                + Array(
                                    [".png", ".JPG", ".jpeg"].randomElement(using: &random)!.utf8)
                        let path = joined(folder + [file])
                        guard !tree.files.contains(where: { $0.path == path }) else { continue }
                        // An image with one name in several trees: sometimes with the same bytes.
                        let data =
                            isShared && Bool.random(using: &random)
                            ? Data("shared ".utf8) + target + file : Data("image \(number)".utf8)
                        tree.files.append((path, data))
                        let identity = target + [0] + file + [0] + data
                        if seen.insert(identity).inserted {
                            tree.images[target, default: []].append(data)
                        } else {
                            tree.copies += 1
                        }
                        if Int.random(in: 0..<12, using: &random) == 0 {
                            tree.links.append(
                                (joined(folder + [name(&random) + Array(".png".utf8)]), path))
                            tree.images[target, default: []].append(data)
                        }
                    }
                }
            }
            for other in [
                "notes.txt", ".DS_Store", "._x.png", "no suffix", "@eaDir/_x.png", ".git/_y.png",
                "~snapshot/_z.dcm", "Found.000/_x.avif",
            ]
            where Bool.random(using: &random) {
                tree.files.append((joined(root + [Array(other.utf8)]), Data(other.utf8)))
            }
        }
        if Int.random(in: 0..<3, using: &random) == 0 { spoil(&tree, classes, &random) }
        return tree
    }

    private static func spoil(
        _ tree: inout Tree, _ classes: [Name], _ random: inout some RandomNumberGenerator
    ) {
        let image = tree.files.first {
            $0.path.suffix(4) == Array(".png".utf8)[...] && $0.data.count > 5
                && !$0.path.contains(UInt8(ascii: "_"))
        }
        let folder =
            image.map { Array($0.path[..<$0.path.lastIndex(of: UInt8(ascii: "/"))!]) } ?? []
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            tree.defect = "stray"
            tree.files.append((Array("stray.png".utf8), Data("stray".utf8)))
        case 1:
            tree.defect = "foreign"
            tree.files.append((Array("x.nii".utf8), Data("nii".utf8)))
        case 2 where !folder.isEmpty:
            tree.defect = "deeper"
            tree.files.append((folder + Array("/masks/x.png".utf8), Data("deep".utf8)))
        case 3 where !folder.isEmpty:
            tree.defect = "two classes"
            let end = folder.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
            let other = classes.first { $0 != Array(folder[end...]) }!
            tree.files.append((folder[..<end] + other + Array("/double.png".utf8), image!.data))
        case 4:
            tree.defect = "JPEG without a suffix"
            tree.files.append((Array("IM0001".utf8), Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 16])))
        case 5:
            tree.defect = "link to nothing"
            tree.links.append((Array("latest".utf8), Array("nowhere".utf8)))
        default: break
        }
    }

    /// SplitMix64, a random number generator.
    private struct Formatting: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static func relative(_ target: Name, from path: Name) -> Name {
        Array(
            repeatElement(Array("../".utf8), count: path.count { $0 == UInt8(ascii: "/") }).joined()
        ) + target
    }

    private func source(_ tree: Tree, _ kind: String, in folder: TemporaryFolder) throws -> String {
        switch kind {
        case "folder":
            try FileManager.default.createDirectory(
                atPath: folder.path + "/in", withIntermediateDirectories: true)
            for file in tree.files {
                BytesInFolders.write(file.data, file.path, in: folder.path + "/in")
            }
            for link in tree.links {
                BytesInFolders.link(
                    link.path, to: Self.relative(link.target, from: link.path),
                    in: folder.path + "/in")
            }
            return folder.path + "/in"
        case "zip":
            var zip = ZipWriter()
            for file in tree.files { zip.add(bytes: file.path, file.data) }
            for link in tree.links {
                let target = Self.relative(link.target, from: link.path)
                zip.add(bytes: link.path, Data(target), mode: 0o120777)
            }
            try folder.write(zip.archive, "in")
        default:
            var tar = TarWriter()
            for file in tree.files { tar.add(file.path, file.data) }
            for link in tree.links { tar.add(link.path, type: "1", link: link.target) }
            try folder.write(tar.archive, "in")
        }
        return folder.path + "/in"
    }

    @Test(arguments: ["folder", "zip", "tar"]) func allOrNothing(_ kind: String) throws {
        var (whole, refused) = (0, 0)
        for seed in 0..<60 {
            let folder = try TemporaryFolder()
            let tree = Self.tree(UInt64(seed))
            let path = try source(tree, kind, in: folder)
            let output = folder.path + "/out"
            guard tree.defect == nil else {
                #expect(throws: ImportError.self, "\(seed): \(tree.defect ?? "")") {
                    try DatasetImport(from: path, to: output).write()
                }
                #expect(try BytesInFolders.files(in: folder.path + "/out").isEmpty)
                #expect(try BytesInFolders.files(in: folder.path + "/out.partial").isEmpty)
                refused += 1
                continue
            }
            let imported = try DatasetImport(from: path, to: output)
            let count = tree.images.values.reduce(0) { $0 + $1.count }
            #expect(imported.count == count, "\(seed)")
            #expect(imported.copies == tree.copies, "\(seed)")
            #expect(try imported.write())
            var found: [Name: [Data]] = [:]
            for (path, data) in try BytesInFolders.files(in: output) {
                let end = try #require(path.lastIndex(of: UInt8(ascii: "/")))
                found[Array(path[..<end]), default: []].append(data)
            }
            func sorted(_ images: [Name: [Data]]) -> [Name: [Data]] {
                images.mapValues { $0.sorted { $0.lexicographicallyPrecedes($1) } }
            }
            #expect(sorted(found) == sorted(tree.images), "\(seed)")
            #expect(try !DatasetImport(from: path, to: output).write())
            whole += 1
        }
        #expect(whole > 20 && refused > 5)
    }
}
