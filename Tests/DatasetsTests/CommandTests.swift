import Datasets
import Foundation
import Images
import JSON
import Testing
import Vocabulary

/// The commands `study data`, in a process that can be killed or whose memory is limited.
struct CommandTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// - Parameter memory: the maximum address space of the process, in kB.
    private func command(_ arguments: [String], memory: Int? = nil) -> Process {
        let process = Process()
        let program = Bundle.main.executableURL?.deletingLastPathComponent()
            .appendingPathComponent("study").path
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let limit = memory.map { "ulimit -v \($0) && " } ?? ""
        process.arguments = ["-c", limit + #"exec "$0" "$@""#, program ?? "study"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["XDG_CACHE_HOME": folder.cache]) { $1 }
        return process
    }

    private func files(_ path: String) -> [String: UInt64] {
        let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
        return names.reduce(into: [:]) { files, name in
            var information = stat()
            guard lstat("\(path)/\(name)", &information) == 0,
                information.st_mode & S_IFMT == S_IFREG
            else { return }
            files[name] = UInt64(information.st_ino)
        }
    }

    /// An import that is killed repeatedly continues each time, and the data set is complete at the
    /// end.
    @Test func anImportMayBeKilled() throws {
        var zip = ZipWriter()
        let contents = (0..<600).map { Data(repeating: UInt8($0 % 251), count: 30_000 + $0) }
        for (number, data) in contents.enumerated() {
            zip.add("set/train/\(number % 2 == 0 ? "A" : "B")/\(number).png", data)
        }
        try folder.write(zip.archive, "archive.zip")
        let output = folder.path + "/out/set"
        let arguments = ["data", "import", folder.path + "/archive.zip", "--output", output]
        var kept: [String: UInt64] = [:]
        var kills = 0
        for goal in [1, 150, 400] {
            let process = command(arguments)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            while process.isRunning, files("\(output).partial").count < kept.count + goal {
                usleep(500)
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            guard process.terminationReason == .uncaughtSignal else { break }
            kills += 1
            #expect(!FileManager.default.fileExists(atPath: output))
            let now = files("\(output).partial")
            for (name, inode) in kept { #expect(now[name] == inode, "\(name) was written again") }
            kept = now.filter { $0.key.hasSuffix(".png") && !$0.key.contains("/.") }
        }
        #expect(kills >= 1 && !kept.isEmpty)
        let last = command(arguments)
        last.standardOutput = FileHandle.nullDevice
        last.standardError = FileHandle.nullDevice
        try last.run()
        last.waitUntilExit()
        #expect(last.terminationStatus == 0)
        let done = files(output)
        #expect(done.count == contents.count)
        for (name, inode) in kept { #expect(done[name] == inode, "\(name) was written again") }
        for (number, data) in contents.enumerated() {
            let path = "\(output)/train/\(number % 2 == 0 ? "A" : "B")/\(number).png"
            #expect(FileManager.default.contents(atPath: path) == data)
        }
        #expect(files(folder.path + "/out").count == contents.count)
    }

    /// Each file has its own error, and the size in a header does not allocate memory: 30,000 x
    /// 30,000 pixels need 2.7 GB.
    @Test func hostileImagesAreReportedInBoundedMemory() throws {
        let good = try JPEG.encode(
            gray: (0..<400).map { UInt8($0 % 256) }, width: 20, height: 20, quality: 90)
        let side: [UInt8] = [0x75, 0x30]
        var wide = good
        let frame = try #require(wide.firstRange(of: Data([0xFF, 0xC0])))
        wide.replaceSubrange(frame.lowerBound + 5..<frame.lowerBound + 9, with: side + side)
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            let body = Array(name.utf8) + content
            let checksum = ZipWriter.crc(Data(body)).bigEndian
            return [0, 0, 0, UInt8(content.count)] + body
                + withUnsafeBytes(of: checksum) { Array($0) }
        }
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let png = signature + chunk("IHDR", [0, 0] + side + [0, 0] + side + [16, 6, 0, 0, 0])
        let tooLarge =
            "has 30000 x 30000 pixels; at most 20000 pixels per side and 100 megapixels are allowed"
        let cases: [(name: String, data: Data, reason: String)] = [
            ("wide.jpeg", wide, tooLarge), ("wide.png", Data(png + chunk("IDAT", [])), tooLarge),
            ("empty.png", Data(), "is empty; expected a JPEG, PNG, TIFF, BMP, WebP or DICOM image"),
            (
                "text.jpeg", Data("text".utf8),
                "is not a JPEG, PNG, TIFF, BMP, WebP or DICOM image (checked by its contents, not by its "
                    + "name)"
            ),
            ("cut.jpeg", good.prefix(good.count / 2), "is truncated or damaged"),
            ("cut.png", Data(png), "is truncated or damaged"),
            (
                "zeros.jpeg", Data(count: 5000),
                "is not a JPEG, PNG, TIFF, BMP, WebP or DICOM image (checked by its contents, not by its "
                    + "name)"
            ),
        ]
        for name in ["A/good.jpeg", "B/good.jpeg"] { try folder.write(good, "set/train/\(name)") }
        for (name, data, _) in cases { try folder.write(data, "set/train/A/\(name)") }
        let process = command(
            ["data", "inspect", folder.path + "/set", "--json"], memory: 1_500_000)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        let json = try JSONDocument(text: String(decoding: text, as: UTF8.self), file: "output")
        let unreadable = json.value["unreadable"]?.elements ?? []
        #expect(unreadable.count == cases.count)
        for (name, _, reason) in cases {
            let found = unreadable.filter { $0["file"]?.text == "train/A/\(name)" }
            #expect(found.count == 1)
            #expect(found.first?["reason"]?.text?.hasPrefix(reason) == true, "\(found)")
        }
    }
}
