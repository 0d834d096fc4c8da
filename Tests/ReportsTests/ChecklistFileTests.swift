import Files
import Foundation
@testable import Reports
import Results
import SyntheticResults
import Testing
import TestSupport

/// The files of reporting guides in a results folder.
@Suite struct ChecklistFileTests {
    private func withResults(_ body: (ResultsFolder) throws -> Void) throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder("\(path)/results")
            try Synthetic(schedules: ["step", "cosine"]).write(to: folder)
            try body(folder)
        }
    }

    private func make(_ folder: ResultsFolder, _ checklists: [Checklist] = []) throws {
        _ = try ReportWriter.make(folder, checklists: checklists, replicates: 20, searchPath: "")
    }

    private func text(_ folder: ResultsFolder, _ name: String) throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
    }

    @Test func onlyTheNamedGuidesAreWritten() throws {
        try withResults { folder in
            try make(folder)
            let before = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(!before.contains { $0.hasPrefix("checklist") })
            try make(folder, [.claim, .stardAI])
            let after = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(
                Set(after).subtracting(before) == ["checklist-claim.md", "checklist-stard-ai.md"])
            let page = try ReportWriter.writePage(of: .claim, in: folder)
            #expect(page == "\(folder.path)/checklist-claim.html")
            #expect(try text(folder, "checklist-claim.html").contains("<!DOCTYPE html>"))
        }
    }

    /// A list never shows older results than the report beside it.
    @Test func anExistingListIsWrittenAgainWithTheReport() throws {
        try withResults { folder in
            try make(folder, [.claim])
            _ = try ReportWriter.writePage(of: .claim, in: folder)
            let first = try text(folder, "checklist-claim.md")
            try make(folder)
            #expect(try text(folder, "checklist-claim.md") == first)
            var lock = try folder.readLock()
            lock.title = "Another title"
            try folder.write(lock)
            try make(folder)
            for name in ["checklist-claim.md", "checklist-claim.html"] {
                #expect(try text(folder, name).contains("Another title"))
            }
        }
    }

    @Test func aListThatAPersonHasEditedIsKept() throws {
        try withResults { folder in
            try make(folder, [.claim, .tripodAI])
            let path = "\(folder.path)/checklist-claim.md"
            let edited = try text(folder, "checklist-claim.md").replacing("partly", with: "done")
            try AtomicFile.write(edited, to: path)
            try make(folder, [.tripodAI])
            #expect(try text(folder, "checklist-claim.md") == edited)
            let error = #expect(throws: ChecklistError.self) {
                try ReportWriter.requireUnedited([.claim, .tripodAI], in: folder)
            }
            #expect(error == .edited(file: path))
            #expect("\(error!)".contains("rename it"))
            try ReportWriter.requireUnedited([.tripodAI, .stardAI], in: folder)
            try ReportWriter.withdraw(from: folder)
            #expect(try text(folder, "checklist-claim.md") == edited)
            #expect(try !text(folder, "checklist-tripod-ai.md").contains("| 1 |"))
            try make(folder)
            #expect(try text(folder, "checklist-tripod-ai.md").contains("| 1 |"))
        }
    }

    @Test(arguments: ["", "a", "a\n", "a\n\n<!-- b -->\n", "ä|\r\n"])
    func anEditIsNoticed(_ body: String) {
        let signed = Checklist.signed(body)
        #expect(Checklist.unsigned(signed) == body)
        #expect(Checklist.unsigned(signed + "\n") == nil)
        #expect(Checklist.unsigned("x" + signed) == nil)
        #expect(Checklist.unsigned(body) == nil)
        // A list that was signed twice is that of the last signature.
        #expect(Checklist.unsigned(Checklist.signed(signed)) == signed)
    }

    /// The list is no result: it has no digest in the lock and is no extra file.
    @Test func theFolderStillMatchesItsLock() throws {
        try withResults { folder in
            try make(folder)
            let before = try FolderCheck(folder, folder.readLock()).mismatches
            try make(folder, Checklist.all)
            #expect(try FolderCheck(folder, folder.readLock()).mismatches == before)
        }
    }

    @Test func aSharedCopyHasTheListWithoutPrivateNames() throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder("\(path)/results")
            try Synthetic(schedules: ["step", "cosine"]).write(to: folder)
            var lock = try folder.readLock()
            lock.dataset.path = "/home/carol/private data/chest_xray"
            try folder.write(lock)
            try make(folder, [.claim])
            let copy = try SharedCopy(folder)
            let file = try #require(copy.files.first { $0.name == "checklist-claim.md" })
            let text = String(decoding: try copy.content(file), as: UTF8.self)
            #expect(text.contains("…/chest_xray"))
            #expect(!text.contains("carol") && !text.contains("private data"))
            // Nobody has edited the copy, so the report can be written again there.
            #expect(Checklist.unsigned(text) != nil)
        }
    }
}
