package import DICOM
import Files
import Images

/// The patients of DICOM files, where neither a table nor names give them.
package enum DICOMPatients {
    /// The group of each image: the path of the first image of its patient, so that no identifier
    /// leaves a file; nil where the file is not DICOM, cannot be read or names no patient.
    /// - Parameter paths: the paths of the images, relative to `root`.
    /// - Returns: nil if at most half of the images have a patient, or all have the same one, which
    ///   is the placeholder of a program that removes names.
    static func groups(of paths: [String], in root: String) -> [String?]? {
        guard 2 * paths.count(where: isDICOM) > paths.count else { return nil }
        let keys = keys(of: paths, in: root)
        var first: [PatientKey: String] = [:]
        for (key, path) in zip(keys, paths) {
            guard let key else { continue }
            let other = first[key] ?? path
            first[key] = path.utf8.lexicographicallyPrecedes(other.utf8) ? path : other
        }
        let known = keys.count(where: { $0 != nil })
        guard 2 * known > paths.count, paths.count == 1 || first.count > 1 else { return nil }
        return keys.map { key in key.flatMap { first[$0] } }
    }

    /// The patient of each image, to compare with those of other sets; nil where it is unknown.
    /// - Parameter paths: the paths of the images, relative to `root`.
    package static func keys(of paths: [String], in root: String) -> [PatientKey?] {
        let folder = FilePath(root)
        return Parallel.map(count: paths.count) { index in
            guard isDICOM(paths[index]) else { return nil }
            return try? DICOMHeader(path: folder.appending(text: paths[index])).attributes.patient
        }
    }

    private static func isDICOM(_ path: String) -> Bool {
        ImageFormat.dicom.suffixes.contains(ImageSuffixes.last(of: FilePath(path)))
    }
}
