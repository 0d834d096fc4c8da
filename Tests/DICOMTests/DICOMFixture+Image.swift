import DICOM
import TestSupport

extension DICOMFixture {
    func image() throws -> DICOMImage { try DICOMImage(bytes: bytes, name: "a.dcm") }
}

extension DICOMImage {
    /// All stored values.
    var stored: [Int] { (0..<values.count).map { values[$0] } }
}
