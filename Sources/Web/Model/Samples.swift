import Files
import Foundation
import Images
import Markup

/// The example images of the page. The files are read once; a request names an image by its number.
///
/// Images that a network was not trained for say nothing about it: the X-rays of this program are
/// only offered for networks that were trained on them, and images of the data set, which can show
/// patients, only if `--samples dataset` allows it.
package struct Samples: Sendable {
    /// An example image.
    struct Sample: Sendable {
        /// The text below the image.
        let title: String
        let content: [UInt8]
        let format: ImageFormat

        /// Reads an image; nil for another file, for one over 8 MiB, and for a TIFF or DICOM
        /// file, which browsers do not show.
        init?(_ path: FilePath, title: String) {
            guard let content = try? SmallFile.bytes(of: path, atMost: Samples.mostBytes),
                let header = try? content.withUnsafeBytes({ try ImageHeader($0) }),
                header.format.isShownByBrowsers
            else { return nil }
            (self.title, self.content, format) = (title, content, header.format)
        }
    }

    let all: [Sample]
    /// True for images that a program has drawn.
    let areSynthetic: Bool

    static let (mostSamples, mostBytes) = (24, 8 << 20)

    /// No example images.
    package static let none = Samples(all: [])

    init(all: [Sample], areSynthetic: Bool = false) {
        (self.all, self.areSynthetic) = (all, areSynthetic)
    }

    /// Reads the images of a folder in the order of their names. Files that are not images, links
    /// to files outside of the folder, and images over 8 MiB are skipped.
    /// - Parameter areSynthetic: whether a program has drawn the images; the page then says so.
    /// - Throws: `FileError` for a folder that cannot be read.
    package init(folder: String, areSynthetic: Bool = false) throws {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw FileError(operation: "list the samples", path: folder, error: error)
        }
        let files = ClosedFolder(folder)
        var samples: [Sample] = []
        for name in names.sorted() where !name.hasPrefix(".") && samples.count < Self.mostSamples {
            let title = URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent
            if let path = files.realPath("\(folder)/\(name)"),
                let sample = Sample(FilePath(path), title: title)
            {
                samples.append(sample)
            }
        }
        self.init(all: samples, areSynthetic: areSynthetic)
    }

    /// The folder of the images that are part of the program, in its checkout or installation; nil
    /// if it does not exist.
    package static var ownFolder: String? {
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            for name in ["Data/samples", "share/study/samples"] {
                let path = folder.appendingPathComponent(name).path
                if FileManager.default.fileExists(atPath: path) { return path }
            }
        }
        return nil
    }
}
