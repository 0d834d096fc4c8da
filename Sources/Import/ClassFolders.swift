import Datasets
import Files

/// Checks whether the names of folders can be the classes of a data set.
enum ClassFolders {
    /// Names that describe what a folder contains, such as images or masks.
    private static let contents: Set<String> = [
        "image", "images", "img", "imgs", "pic", "pics", "picture", "pictures", "photos", "png",
        "pngs", "jpg", "jpgs", "jpeg", "jpegs", "tif", "tiff", "bmp", "dcm", "dicom", "dicoms",
        "nifti", "nii", "masks", "label", "labels", "annotation", "annotations", "segmentation",
        "segmentations", "gt", "groundtruth", "overlays", "heatmaps", "contours", "bboxes",
        "boundingboxes", "thumbnails", "previews", "scans", "xrays", "data", "dataset", "datasets",
        "files", "input", "inputs", "output", "outputs", "src",
    ]

    /// Names of a view, a side, a part or a state of an image, which are unlikely to be all classes
    /// of a set.
    private static let views: Set<String> = [
        "left", "right", "front", "frontal", "lateral", "side", "ap", "pa", "cc", "mlo", "lcc",
        "rcc", "lmlo", "rmlo", "od", "os", "axial", "coronal", "sagittal", "mask", "photo", "frame",
        "frames", "slice", "slices", "patch", "patches", "tile", "tiles", "crop", "crops", "scan",
        "xray", "raw", "original", "originals", "source", "processed", "preprocessed", "resized",
        "cropped", "augmented", "enhanced", "target", "targets", "overlay", "heatmap", "contour",
        "view", "views", "seg", "segs", "boxes", "thumb", "thumbs",
    ]

    /// Words before a number in names of classes.
    private static let classWords: Set<String> = [
        "class", "label", "category", "cat", "cls", "grade", "stage", "level", "score", "birads",
        "kl", "type", "group", "cluster",
    ]

    /// The positions of the folders in the source.
    struct Layout {
        /// True if the same folders are in several splits.
        var isRepeated: Bool
        /// True if the folders are in several folders that are not splits, any of which could be
        /// the class.
        var isNested: Bool
    }

    /// The reason why these folders cannot be classes; nil if they can.
    static func rejection(of names: [EntryName], _ layout: Layout) -> String? {
        let shown = ImportError.list(names.map { "'\($0)'" }, most: 5)
        let called = "the folders of its images are named"
        if let name = names.first(where: { isMadeOf(contents, $0) }) {
            return "\(called) after their contents and not after a class, such as '\(name)'"
        }
        if names.allSatisfy({ isMadeOf(contents.union(views), $0) }) {
            return "\(called) like views or kinds of images: \(shown)"
        }
        if names.allSatisfy(isLikePatient) && !areClassNumbers(names, layout)
            || areNumbered(names, layout)
        {
            return "\(called) like patients or examinations: \(shown)"
        }
        return nil
    }

    /// True if all words of a name, apart from numbers, are in a set.
    private static func isMadeOf(_ words: Set<String>, _ name: EntryName) -> Bool {
        let tokens = SplitWords.tokens(of: name.path).filter { Int($0) == nil }
        return !tokens.isEmpty
            && (tokens.allSatisfy { words.contains($0) } || words.contains(tokens.joined()))
    }

    /// True if a folder with this name says nothing about its images, such as `images_001` or
    /// `train`.
    static func isPlain(_ name: EntryName) -> Bool {
        isMadeOf(contents.union(views), name) || SplitWords.looksLikeSplit(name.path)
    }

    /// True if a folder with this name can contain a patient, an examination or a series, as in
    /// CheXpert, MIMIC or LIDC.
    static func isLikePatient(_ name: EntryName) -> Bool {
        guard let text = name.text else { return false }
        if text.wholeMatch(of: wordPattern) != nil { return true }
        if text.wholeMatch(of: wordNetPattern) != nil || hasClassWord(text) { return false }
        return text.wholeMatch(of: identifierPattern) != nil
            || text.wholeMatch(of: numberPattern) != nil
    }

    private static func hasClassWord(_ text: String) -> Bool {
        SplitWords.tokens(of: FilePath(text)).first.map { classWords.contains($0) } == true
    }

    /// True if numbers are probably classes: they are the same in several splits, or count from 0
    /// or 1.
    private static func areClassNumbers(_ names: [EntryName], _ layout: Layout) -> Bool {
        let texts = names.compactMap(\.text)
        if texts.contains(where: { $0.wholeMatch(of: wordPattern) != nil }) { return false }
        if layout.isRepeated { return true }
        // The numbers of patients often have leading zeros.
        let numbers = texts.compactMap { text in Int(text).flatMap { "\($0)" == text ? $0 : nil } }
            .sorted()
        guard !layout.isNested, numbers.count == names.count, let first = numbers.first else {
            return false
        }
        return first <= 1 && numbers.enumerated().allSatisfy { $1 == first + $0 }
    }

    /// True if folders in several parent folders differ only in a number: `v1`, `v2` of each
    /// patient or class.
    private static func areNumbered(_ names: [EntryName], _ layout: Layout) -> Bool {
        let texts = names.compactMap(\.text)
        guard layout.isNested, texts.count == names.count, !texts.contains(where: hasClassWord)
        else { return false }
        let shapes = Set(texts.map { $0.replacing(digitsPattern, with: "#") })
        return shapes.count == 1 && shapes.contains { $0.contains("#") }
    }

    nonisolated(unsafe) private static let digitsPattern = /\d+/

    /// A word for a patient, an examination or a part of a set, with a number.
    nonisolated(unsafe) private static let wordPattern =
        /(?:patient|pat|pt|person|subject|subj|sub|participant|id|mrn|study|series|ser|exam|case|scan|visit|session|ses|accession|image|img|view|slice|frame|part|batch|fold|chunk|shard|folder|dir|p|s)[-_ ]?\d+/
        .ignoresCase()

    /// The identifier of a class of ImageNet.
    nonisolated(unsafe) private static let wordNetPattern = /n\d{8}/

    /// A UID, a UUID, a digest, a date, or a barcode of TCGA.
    nonisolated(unsafe) private static let identifierPattern =
        /\d+(?:\.\d+){3,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*\d)[0-9a-f]{16,}|\d{4}[-_.]\d{2}[-_.]\d{2}|tcga-.*/
        .ignoresCase()

    /// A number of three digits or more, alone or after other words: `1001`, `LIDC-IDRI-0001`,
    /// `MCUCXR_0001_0`.
    nonisolated(unsafe) private static let numberPattern =
        /(?:.*[-_ ])?[a-z]{0,2}\d{3,}(?:[-_]\d{1,2})?/
        .ignoresCase()
}
