import Foundation
import Testing
import TestSupport

/// The links within the project's documents; nothing is fetched.
@Suite struct LinkTests {
    /// All documents, also those without commands for users.
    static let pages =
        Page.all
        + ["Tests/Goldens/README.md", "Tools/docs/README.md"].compactMap { try? Page($0) }

    @Test(arguments: pages)
    func linksLeadSomewhere(_ page: Page) throws {
        let folder = (page.path as NSString).deletingLastPathComponent
        for link in page.links where link.target.firstMatch(of: /^[a-z]+:/) == nil {
            let parts = link.target.split(
                separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let relative = parts[0].isEmpty ? page.path : "\(folder)/\(parts[0])"
            let path = ("\(Page.root)/\(relative)" as NSString).standardizingPath
            guard FileManager.default.fileExists(atPath: path) else {
                Issue.record("\(link.place): \(link.target): no such file")
                continue
            }
            #expect(path.hasPrefix(Page.root), "\(link.place): \(link.target): outside")
            guard parts.count == 2, path.hasSuffix(".md") else { continue }
            let target = try Page(String(path.dropFirst(Page.root.count + 1)))
            let count = target.anchors.count { $0 == parts[1] }
            #expect(count > 0, "\(link.place): \(link.target): no such heading")
            #expect(count < 2, "\(link.place): \(link.target): several such headings")
        }
    }

    /// Pages load nothing from other servers.
    @Test(arguments: pages)
    func imagesAreOfTheProject(_ page: Page) {
        for link in page.links where link.isImage {
            #expect(!link.target.contains(":"), "\(link.place): \(link.target)")
        }
    }

    @Test func imagesAreSmallAndUsed() throws {
        let folder = "\(Page.root)/Docs/images"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let used = Set(Page.all.flatMap(\.links).map { ($0.target as NSString).lastPathComponent })
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            let bytes = attributes[.size] as? Int ?? 0
            #expect(bytes <= 150_000, "Docs/images/\(name): \(bytes) bytes")
            #expect(used.contains(name), "Docs/images/\(name): no page shows it")
        }
    }

    /// The navigation of the site has every page of `Docs`, and no others.
    @Test func everyPageIsInTheNavigation() throws {
        let text = try String(contentsOfFile: "\(Page.root)/mkdocs.yml", encoding: .utf8)
        let listed = text.matches(of: /(?m)^ +- (?:[^:\n]+: )?([a-z\/-]+\.md)$/)
            .map { String($0.1) }
        let pages = Page.all.map(\.path).filter { $0.hasPrefix("Docs/") }.map { $0.dropFirst(5) }
        #expect(Set(listed) == Set(pages.map(String.init)))
        #expect(Set(listed).count == listed.count)
    }
}
