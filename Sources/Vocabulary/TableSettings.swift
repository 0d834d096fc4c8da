/// A table that gives the labels of a data set's images, and where the values are in it.
///
/// A setting that is nil has the value of the layout that is recognized from the names of the
/// columns; see `TableLayout`.
package struct TableSettings: Sendable, Hashable {
    /// A file with rows.
    package struct File: Sendable, Hashable {
        /// The absolute path.
        package var path: String
        /// The split of all rows; nil: the setting `split` gives it.
        package var split: Split?

        package init(path: String, split: Split? = nil) {
            self.path = path
            self.split = split
        }
    }

    /// The source of the splits of images.
    package enum Splits: Sendable, Hashable {
        /// A column with words such as train, val and test.
        case column(String)
        /// For each split, the path of a file with the name of an image on each line.
        case lists([Split: String])
    }

    /// The column of patients or other groups.
    package struct Group: Sendable, Hashable {
        /// The name of the column.
        package var column: String
        /// A regular expression whose first capture group is the group; nil: the whole field.
        package var pattern: String?

        package init(column: String, pattern: String? = nil) {
            self.column = column
            self.pattern = pattern
        }
    }

    /// Another table with a row for each value of a column.
    package struct Join: Sendable, Hashable {
        /// The absolute path.
        package var path: String
        /// The column that both tables have.
        package var on: String

        package init(path: String, on column: String) {
            self.path = path
            on = column
        }
    }

    /// The rule for an image with several rows.
    package enum RowRule: String, Sendable, Hashable, CaseIterable {
        /// A label is positive if any row says so.
        case union
        /// A label has the state of most rows, or of most readers.
        case majority
    }

    /// The files with rows, at least one.
    package var files: [File]
    /// The layout of the columns; nil: recognized.
    package var layout: TableLayout?
    /// The encoding of the files by its name; nil: that of the byte order mark, otherwise UTF-8.
    package var encoding: String?
    /// The column of image names.
    package var image: String?
    /// The labels.
    package var labels = TableLabels()
    /// The column of patients.
    package var group: Group?
    /// The source of splits.
    package var split: Splits?
    /// The columns that subgroups may use; nil: those of the layout.
    package var attributes: [String]?
    /// The rule for several rows of an image; nil: their labels must be equal.
    package var rows: RowRule?
    /// The column of readers, whose rows are united before `rows` is applied.
    package var reader: String?
    /// Further tables, whose columns belong to the rows.
    package var joins: [Join] = []
    /// The classes, or labels, in the order of the network's outputs; empty: sorted.
    package var classes: [String] = []

    /// Creates settings; all but the files are those of the layout.
    package init(files: [File] = []) { self.files = files }

    /// The settings with every path replaced, such as by its last component in records that another
    /// machine reads.
    package func mapPaths(_ body: (String) -> String) -> TableSettings {
        var settings = self
        for index in files.indices { settings.files[index].path = body(files[index].path) }
        for index in joins.indices { settings.joins[index].path = body(joins[index].path) }
        if case .lists(let lists)? = split { settings.split = .lists(lists.mapValues(body)) }
        return settings
    }
}

/// The labels in a table.
package struct TableLabels: Sendable, Hashable {
    /// The state of a label whose field says that it is uncertain, or says nothing.
    package enum Policy: String, Sendable, Hashable, CaseIterable {
        /// The label has no part in losses and metrics; an image without other labels is left out.
        case ignore
        case positive
        case negative
    }

    /// The meaning of a field in the column of a label.
    package enum Value: String, Sendable, Hashable, CaseIterable {
        case positive
        case negative
        case uncertain
        case missing
    }

    /// The column with the name of a class, or with several labels.
    package var column: String?
    /// The text between labels in the column; nil: the field is one class.
    package var separator: String?
    /// The columns with one label each.
    package var columns: [String] = []
    /// The name in the column that says that no label applies, such as `normal`.
    package var none: String?
    /// The label that is the positive class against the rest; nil: all labels are used.
    package var positive: String?
    /// The label of the negative class; nil: all images without the positive label.
    package var negative: String?
    /// The names that replace those in the table; nil: images with this label are left out.
    package var names: [String: String?] = [:]
    /// The state of uncertain labels; nil: an uncertain label is an error.
    package var uncertain: Policy?
    /// The state of labels without a value; nil: a missing value is an error.
    package var missing: Policy?
    /// The texts of fields with each meaning, in addition to the usual ones.
    package var values: [Value: [String]] = [:]

    package init() {}
}

/// The layout of a public table, which gives the columns that the settings leave out.
package enum TableLayout: String, Sendable, Hashable, CaseIterable {
    /// No layout is assumed.
    case none
    /// NIH ChestX-ray14: `Data_Entry_2017.csv`.
    case nih
    /// CheXpert: `train.csv` and `valid.csv`.
    case chexpert
    /// MIMIC-CXR-JPG: `mimic-cxr-2.0.0-split.csv` or `-metadata.csv`, with `-chexpert.csv`.
    case mimic
    /// PadChest: `PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv`.
    case padchest
    /// RSNA Pneumonia Detection Challenge: `stage_2_train_labels.csv`.
    case rsna
    /// VinDr-CXR: `image_labels_train.csv` and `image_labels_test.csv`.
    case vindr
    /// VinDr-CXR: `annotations_train.csv`, or `train.csv` of the Kaggle challenge: a row per box.
    case vindrBoxes = "vindr-boxes"
    /// ISIC 2018 and 2019: `*_GroundTruth.csv`, a column per class.
    case isic
    /// HAM10000: `HAM10000_metadata.csv`.
    case ham10000
    /// Chest X-rays of Kaggle with a table: `Chest_xray_Corona_Metadata.csv`.
    case kaggle = "kaggle-pneumonia"
}
