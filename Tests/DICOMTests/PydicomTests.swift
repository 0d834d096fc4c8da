import DICOM
import Dispatch
import Files
import Foundation
import Synchronization
import TestSupport
import Testing

/// pydicom's own test files compared with pydicom and its plug-ins: `Tools/goldens/dicom.py`. The
/// files belong to its packages, which `Tools/install.sh test` installs.
struct PydicomTests {
    struct Entry: Decodable, Sendable, CustomTestStringConvertible {
        let file: String
        let sha256: String
        let frames: Int?
        let refused: Bool?
        let shape: [Int]?
        let values: String?
        let sampled: [Int]?
        let bits: Int?
        let levels: String?

        var testDescription: String { file }
    }

    private static let entries = recorded("pydicom")
    private static let forms = recorded("forms")

    private static func recorded(_ name: String) -> [Entry] {
        let url = URL(fileURLWithPath: "\(Golden.folder)/dicom/\(name).json")
        return (try? JSONDecoder().decode([Entry].self, from: Data(contentsOf: url))) ?? []
    }

    /// The path of each file by its name; empty if the packages are not installed.
    private static let paths: [String: String] = {
        var paths: [String: String] = [:]
        for folder in ExternalProgram.dicomFolders {
            let files = FileManager.default.enumerator(atPath: folder)
            for case let file as String in files ?? .init() {
                paths[(file as NSString).lastPathComponent] = "\(folder)/\(file)"
            }
        }
        return paths
    }()

    @Test func thereAreCases() {
        #expect(Self.entries.count { $0.shape != nil } == 130)
        #expect(Self.entries.count { $0.frames != nil } > 15)
        #expect(Self.forms.count > 20)
    }

    @Test(.enabled(if: !paths.isEmpty), arguments: entries)
    func fileIsReadAsByPydicom(_ entry: Entry) throws {
        let path = FilePath(try #require(Self.paths[entry.file]))
        #expect(try SHA256Digest.of(file: path) == entry.sha256)
        guard entry.shape != nil else { return expectRefusal(of: path, entry) }
        try expect(path, entry)
    }

    /// Images of our own in every compression: `Tools/goldens/dicom_forms.py`.
    @Test(arguments: forms) func formIsReadAsByPydicom(_ entry: Entry) throws {
        try expect(FilePath("\(Golden.folder)/dicom/forms/\(entry.file)"), entry)
    }

    private func expect(_ path: FilePath, _ entry: Entry) throws {
        let image = try DICOMImage(path: path)
        let header = try DICOMHeader(path: path)
        #expect(header.form == image.form && header.attributes == image.attributes)
        if image.photometric.isGray, image.form.bitsStored <= 16 {
            #expect(try image.grayValues()?.samples.count == image.values.count)
        }
        #expect([image.height, image.width, image.form.samples] == entry.shape)
        if let sampled = entry.sampled {
            // The DCT of 12 bits is not exactly defined; decoders differ by 1.
            let stored = stride(from: 0, to: image.values.count, by: 499).map { image.values[$0] }
            #expect(stored.count == sampled.count)
            #expect(zip(stored, sampled).allSatisfy { abs($0 - $1) <= 1 })
            return
        }
        let values = (0..<image.values.count).map { Int64(image.values[$0]).littleEndian }
        #expect(values.withUnsafeBytes { SHA256Digest.of($0) } == entry.values)
        let shown = try image.displayed()
        #expect(shown.bits == entry.bits)
        let levels = shown.levels.map(\.littleEndian)
        #expect(levels.withUnsafeBytes { SHA256Digest.of($0) } == entry.levels)
    }

    private func expectRefusal(of path: FilePath, _ entry: Entry) {
        do throws(DICOMError) {
            _ = try DICOMImage(path: path)
            // This module may read more than pydicom, but not several frames as one.
            #expect(entry.frames == nil)
        } catch {
            guard let frames = entry.frames else { return }
            #expect(error.kind == .multiFrame(frames))
        }
    }

    /// JPEG-lossy.dcm has invalid parameters of a scan, which change no value; pydicom refuses it.
    @Test(.enabled(if: !paths.isEmpty)) func harmlessWarningsAreAccepted() throws {
        let images = try ["JPEG-lossy.dcm", "JPGExtended.dcm"].map {
            try DICOMImage(path: FilePath(try #require(Self.paths[$0])))
        }
        #expect(images[0].values == images[1].values)
    }

    /// The decoders keep no state that threads share.
    @Test func threadsDecodeTheSame() throws {
        let paths = Self.forms.map { FilePath("\(Golden.folder)/dicom/forms/\($0.file)") }
        let expected = try paths.map { try DICOMImage(path: $0).values }
        let isSame = Mutex([Bool](repeating: false, count: 20 * paths.count))
        DispatchQueue.concurrentPerform(iterations: 20 * paths.count) { index in
            let item = index % paths.count
            let values = try? DICOMImage(path: paths[item]).values
            isSame.withLock { $0[index] = values == expected[item] }
        }
        #expect(isSame.withLock { $0.allSatisfy(\.self) })
    }

    /// Files without an image: reports, plans, waveforms, directories, texts.
    @Test(.enabled(if: !paths.isEmpty)) func otherFilesAreRefused() throws {
        let known = Set(Self.entries.map(\.file))
        var refused = 0
        for (name, path) in Self.paths where !known.contains(name) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            guard !isFolder.boolValue else { continue }
            #expect(throws: DICOMError.self, "\(name)") { try DICOMImage(path: FilePath(path)) }
            refused += 1
        }
        #expect(refused > 20)
    }
}
