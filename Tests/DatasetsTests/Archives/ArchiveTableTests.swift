import Foundation
import Testing
import Vocabulary

import Datasets

/// Tables whose images are in archives.
@Suite struct ArchiveTableTests {
    private static let text = """
        file,label
        images/1.jpeg,A
        2,B
        images/sub/3.png,A

        """

    private let fixture: TableFixture
    private let files: [(name: String, data: Data)]

    init() throws {
        fixture = try TableFixture("images/1.jpeg", "images/2.jpeg", "images/sub/3.png")
        files = try fixture.folder.files(in: "images")
    }

    private func table(_ root: String) throws -> ImageTable {
        var settings = TableSettings(files: [.init(path: try fixture.write(Self.text))])
        settings.labels.column = "label"
        return try ImageTable(settings, root: "\(fixture.folder.path)/\(root)")
    }

    @Test(arguments: ArchiveForm.allCases)
    func imagesInAnArchive(_ form: ArchiveForm) throws {
        try fixture.folder.writeArchive("set\(form.suffix)", form, files)
        let (table, original) = (try table("set\(form.suffix)"), try table("images"))
        #expect(table.paths == original.paths)
        #expect(table.labels == original.labels)
    }

    /// The images of a large set often are in several archives.
    @Test func imagesInSeveralArchives() throws {
        try fixture.folder.writeArchive("parts/images_1.zip", .deflated, [files[0]])
        try fixture.folder.writeArchive("parts/images_2.tar", .tar, Array(files[1...]))
        let table = try table("parts")
        #expect(
            table.paths == [
                "images_1.zip/images/1.jpeg", "images_2.tar/images/2.jpeg",
                "images_2.tar/images/sub/3.png",
            ])
        #expect(table.unread.isEmpty)
    }

    /// Beside images, archives are not read, but noted.
    @Test func archiveBesideImages() throws {
        try fixture.folder.writeArchive("images/all.zip", .stored, files)
        let table = try table("images")
        #expect(table.paths.count == 3)
        #expect(table.unread.note?.contains("such as all.zip") == true)
        #expect(!table.unread.isSuspicious)
    }

    @Test func compressedArchive() throws {
        try fixture.folder.writeArchive("parts/images.tar.gz", .tar, files)
        let tar = "\(fixture.folder.path)/parts/images.tar.gz"
        let packed = try #require(
            try filtered(Data(contentsOf: URL(fileURLWithPath: tar)), by: "gzip"))
        try fixture.folder.write(packed, "parts/images.tar.gz")
        #expect {
            try table("parts")
        } throws: { "\($0)".contains("images.tar.gz: cannot read the archive: it is compressed") }
    }
}
