import Foundation

extension ExternalProgram {
    /// The folders with pydicom's test files, in packages that `Tools/install.sh test` installed;
    /// empty if they are not installed. `STUDY_DICOM` gives another Python with these packages, or
    /// none if it is empty.
    package static var dicomFolders: [String] {
        let isSet = ProcessInfo.processInfo.environment["STUDY_DICOM"] != nil
        guard let program = isSet ? python("STUDY_DICOM") : installed("dicom/bin/python") else {
            return []
        }
        let library = URL(fileURLWithPath: program).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("lib").path
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
        return versions.flatMap { version in
            ["pydicom/data/test_files", "data_store/data"]
                .map { "\(library)/\(version)/site-packages/\($0)" }
        }.filter { FileManager.default.fileExists(atPath: $0) }
    }
}
