import Files
package import Vocabulary

extension TableLayout {
    /// The name of the data set.
    package var title: String {
        switch self {
        case .none: "no known layout"
        case .nih: "NIH ChestX-ray14"
        case .chexpert: "CheXpert"
        case .mimic: "MIMIC-CXR-JPG"
        case .padchest: "PadChest"
        case .rsna: "RSNA Pneumonia Detection Challenge"
        case .vindr: "VinDr-CXR, a row per image and reader"
        case .vindrBoxes: "VinDr-CXR, a row per box"
        case .isic: "ISIC Challenge"
        case .ham10000: "HAM10000"
        case .kaggle: "Kaggle chest X-rays"
        }
    }

    /// The columns by which the layout is recognized; case is ignored.
    private var marks: [String] {
        switch self {
        case .none: []
        case .nih: ["Image Index", "Finding Labels", "Patient ID"]
        case .chexpert: ["Path", "Enlarged Cardiomediastinum", "Pleural Effusion"]
        case .mimic: ["dicom_id", "study_id", "subject_id"]
        case .padchest: ["ImageID", "PatientID", "Labels"]
        case .rsna: ["patientId", "Target", "x", "y", "width", "height"]
        case .vindr: ["image_id", "Aortic enlargement", "Pleural effusion"]
        case .vindrBoxes: ["image_id", "class_name", "x_min", "y_min"]
        case .isic: ["image", "MEL", "NV"]
        case .ham10000: ["image_id", "lesion_id", "dx"]
        case .kaggle: ["X_ray_image_name", "Label", "Dataset_type"]
        }
    }

    /// The layout of a table with this header; `none` if it is unknown.
    package static func recognized(_ header: [String]) -> TableLayout {
        let names = Set(header.map { $0.lowercased() })
        return allCases.first { layout in
            layout != .none && layout.marks.allSatisfy { names.contains($0.lowercased()) }
        } ?? .none
    }

    /// The settings that the layout gives to a table.
    /// - Parameter header: the columns of the table and of those that are joined.
    func settings(_ header: [String]) -> TableSettings {
        var table = TableSettings()
        var attributes: [String] = []
        switch self {
        case .none: break
        case .nih:
            table.image = "Image Index"
            table.labels = .separated("Finding Labels", by: "|", none: "No Finding")
            table.group = .init(column: "Patient ID")
            attributes = ["Patient Age", "Patient Gender", "Patient Sex", "View Position"]
        case .chexpert:
            table.image = "Path"
            table.labels = .columns(Self.observations.filter(header.contains))
            table.group = .init(column: "Path", pattern: #"(patient\d+)"#)
            attributes = ["Sex", "Age", "Frontal/Lateral", "AP/PA"]
        case .mimic:
            table.image = "dicom_id"
            table.labels = .columns(Self.observations.filter(header.contains))
            table.group = .init(column: "subject_id")
            if header.contains("split") { table.split = .column("split") }
            attributes = ["ViewPosition"]
        case .padchest:
            table.image = "ImageID"
            table.labels = .separated("Labels", by: ",", none: "normal")
            table.group = .init(column: "PatientID")
            attributes = ["PatientSex_DICOM", "Projection", "ViewPosition_DICOM"]
        case .rsna:
            table.image = "patientId"
            table.labels.column = "Target"
            table.labels.names = ["0": "no lung opacity", "1": "lung opacity"]
            table.labels.positive = "lung opacity"
            table.group = .init(column: "patientId")
        case .vindr:
            table.image = "image_id"
            let others = ["image_id", "rad_id", "no finding", ""]
            table.labels = .columns(header.filter { !others.contains($0.lowercased()) })
            table.reader = header.first { $0.lowercased() == "rad_id" }
            table.rows = table.reader == nil ? nil : .majority
        case .vindrBoxes:
            table.image = "image_id"
            table.labels.column = "class_name"
            table.labels.none = "No finding"
            table.rows = .union
        case .isic:
            table.image = "image"
            table.labels = .columns(header.filter(Self.lesions.contains))
            if header.contains("lesion_id") { table.group = .init(column: "lesion_id") }
            attributes = ["age_approx", "sex", "anatom_site_general"]
        case .ham10000:
            table.image = "image_id"
            table.labels.column = "dx"
            table.group = .init(column: "lesion_id")
            attributes = ["age", "sex", "localization", "dataset"]
        case .kaggle:
            table.image = "X_ray_image_name"
            table.labels.column = "Label"
            table.split = .column("Dataset_type")
        }
        table.attributes = attributes.filter(header.contains)
        return table
    }

    /// The labels of CheXpert and MIMIC-CXR-JPG.
    private static let observations = [
        "Enlarged Cardiomediastinum", "Cardiomegaly", "Lung Opacity", "Lung Lesion", "Edema",
        "Consolidation", "Pneumonia", "Atelectasis", "Pneumothorax", "Pleural Effusion",
        "Pleural Other", "Fracture", "Support Devices", "No Finding",
    ]

    /// The classes of ISIC 2018 and 2019.
    private static let lesions: Set = [
        "MEL", "NV", "BCC", "AK", "AKIEC", "BKL", "DF", "VASC", "SCC", "UNK",
    ]

    /// The files beside a table that belong to it, with the column to join them by.
    func partners(of path: String) -> [(names: [String], on: String)] {
        let name = FilePath(path).name.text
        let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        func both(_ name: String) -> [String] { [name, name + ".gz"] }
        switch self {
        case .mimic:
            let others = ["chexpert", "split", "metadata"].filter { !plain.contains("-\($0).") }
            return others.map { other in
                (
                    both("mimic-cxr-2.0.0-\(other).csv"),
                    other == "chexpert" ? "study_id" : "dicom_id"
                )
            }
        case .isic where plain.contains("GroundTruth"):
            return ["Metadata", "LesionGroupings"].map {
                (both(plain.replacing("GroundTruth", with: $0)), "image")
            }
        default: return []
        }
    }
}

extension TableLabels {
    fileprivate static func separated(
        _ column: String, by separator: String, none: String
    ) -> TableLabels {
        var labels = TableLabels()
        (labels.column, labels.separator, labels.none) = (column, separator, none)
        return labels
    }

    /// Labels with a column each, in which a blank field means that a report does not mention the
    /// label, and -1 that the report is uncertain.
    fileprivate static func columns(_ names: [String]) -> TableLabels {
        var labels = TableLabels()
        labels.columns = names
        (labels.uncertain, labels.missing) = (.ignore, .negative)
        return labels
    }
}
