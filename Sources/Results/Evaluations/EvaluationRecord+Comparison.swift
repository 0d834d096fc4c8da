import JSON

extension EvaluationRecord {
    /// The comparison of the model with somebody else's predictions for the same images.
    ///
    /// Differences are the metric of the model minus that of the other, with intervals from the
    /// same bootstrap samples for both. McNemar's test, DeLong's test and the interval of kappa
    /// treat images as independent.
    package struct Comparison: Sendable, Hashable {
        /// The file of the other predictions.
        package struct Source: Sendable, Hashable {
            /// The name of the reader: a person or another program.
            package var name: String
            /// The path of the file as given on the command line.
            package var file: String
            /// The SHA-256 of the file.
            package var digest: String
            /// The number of rows.
            package var rows: Int
            /// The number of rows of other images than those of the evaluation.
            package var otherRows: Int
            /// Whether the file contains probabilities.
            package var hasProbabilities: Bool
            /// Whether the file contains decisions; otherwise they are the most probable classes.
            package var hasDecisions: Bool
            /// Notes on how the file was read.
            package var notes: [String]

            /// Creates the description of a file.
            package init(
                name: String, file: String, digest: String, rows: Int, otherRows: Int,
                hasProbabilities: Bool, hasDecisions: Bool, notes: [String]
            ) {
                self.name = name
                self.file = file
                self.digest = digest
                self.rows = rows
                self.otherRows = otherRows
                self.hasProbabilities = hasProbabilities
                self.hasDecisions = hasDecisions
                self.notes = notes
            }
        }

        /// McNemar's exact test of the images of one class: that of equal sensitivities for the
        /// positive class, and that of equal specificities for the other one.
        package struct ClassTest: Sendable, Hashable {
            /// The number of images of the class.
            package var images: Int
            /// The number of them that only the model decides correctly.
            package var onlyModel: Int
            /// The number of them that only the other decides correctly.
            package var onlyOther: Int
            /// The p-value.
            package var pValue: Double
            /// The p-value after Holm's correction for the tests of both classes, of all files.
            package var correctedP: Double

            /// Creates the result of a test.
            package init(
                images: Int, onlyModel: Int, onlyOther: Int, pValue: Double, correctedP: Double
            ) {
                self.images = images
                self.onlyModel = onlyModel
                self.onlyOther = onlyOther
                self.pValue = pValue
                self.correctedP = correctedP
            }
        }

        /// One kind of the model's decisions compared with the decisions of the other.
        package struct Decisions: Sendable, Hashable {
            /// The metrics of the model on the compared images, by name.
            package var metrics: [String: Figure]
            /// The metrics of the model minus those of the other, by name.
            package var differences: [String: Figure]
            /// The number of images with the same decision.
            package var equal: Int
            /// The number of images that only the model decides correctly.
            package var onlyModel: Int
            /// The number of images that only the other decides correctly.
            package var onlyOther: Int
            /// The p-value of McNemar's exact test of equal accuracies.
            package var pValue: Double
            /// The p-value after Holm's correction for the number of files; nil for one file.
            package var correctedP: Double?
            /// The test of equal sensitivities; nil without a positive class or its images.
            package var sensitivity: ClassTest?
            /// The test of equal specificities; nil without a positive class or images of the
            /// other class.
            package var specificity: ClassTest?
            /// Cohen's kappa of the decisions of both; nil if it is undefined.
            package var kappa: Figure?
            /// Cohen's kappa of the model's decisions and the actual classes; nil if it is
            /// undefined.
            package var modelKappa: Figure?

            /// Creates the comparison of decisions.
            package init(
                metrics: [String: Figure], differences: [String: Figure], equal: Int,
                onlyModel: Int, onlyOther: Int, pValue: Double, correctedP: Double? = nil,
                sensitivity: ClassTest? = nil, specificity: ClassTest? = nil, kappa: Figure?,
                modelKappa: Figure?
            ) {
                self.metrics = metrics
                self.differences = differences
                self.equal = equal
                self.onlyModel = onlyModel
                self.onlyOther = onlyOther
                self.pValue = pValue
                self.correctedP = correctedP
                self.sensitivity = sensitivity
                self.specificity = specificity
                self.kappa = kappa
                self.modelKappa = modelKappa
            }
        }

        /// DeLong's paired test of the areas under both ROC curves.
        package struct Area: Sendable, Hashable {
            /// The area of the model minus that of the other.
            package var difference: Figure
            /// The p-value of the hypothesis that both areas are equal.
            package var pValue: Double
            /// The p-value after Holm's correction for the number of files; nil for one file.
            package var correctedP: Double?

            /// Creates the result of the test.
            package init(difference: Figure, pValue: Double, correctedP: Double? = nil) {
                self.difference = difference
                self.pValue = pValue
                self.correctedP = correctedP
            }
        }

        /// The file of the other predictions.
        package var source: Source
        /// The number of compared images.
        package var images: Int
        /// The unit that the bootstrap draws: `images` or `patients`.
        package var unit: String
        /// The metrics of the other predictions, by name; without probabilities, only those of
        /// decisions.
        package var metrics: [String: Figure]
        /// Cohen's kappa of the other decisions and the actual classes; nil if it is undefined.
        package var kappa: Figure?
        /// The most probable classes of the model compared with the other decisions.
        package var mostProbable: Decisions
        /// The decisions of the model at its threshold compared with the other decisions; nil
        /// without a threshold.
        package var atThreshold: Decisions?
        /// The test of the areas under the ROC curves; nil without probabilities or a positive
        /// class, and if the test is undefined.
        package var area: Area?

        /// Creates the record of a comparison.
        package init(
            source: Source, images: Int, unit: String, metrics: [String: Figure], kappa: Figure?,
            mostProbable: Decisions, atThreshold: Decisions?, area: Area?
        ) {
            self.source = source
            self.images = images
            self.unit = unit
            self.metrics = metrics
            self.kappa = kappa
            self.mostProbable = mostProbable
            self.atThreshold = atThreshold
            self.area = area
        }
    }
}

extension EvaluationRecord {
    /// The name and the digest of each file of other predictions.
    package var comparedFiles: [[String]] {
        comparisons.map { [$0.source.name, $0.source.digest] }
    }
}

extension EvaluationRecord.Comparison {
    /// The name of the file, in the folder of the evaluation, with the predictions of a reader.
    static func fileName(_ name: String) -> String { "predictions-\(name).csv" }

    var json: JSONValue {
        [
            "name": .string(source.name), "file": .string(source.file),
            "sha256": .string(source.digest), "rows": JSONValue(source.rows),
            "otherRows": JSONValue(source.otherRows),
            "hasProbabilities": .boolean(source.hasProbabilities),
            "hasDecisions": .boolean(source.hasDecisions),
            "notes": .array(source.notes.map { .string($0) }), "images": JSONValue(images),
            "unit": .string(unit), "metrics": EvaluationRecord.json(metrics),
            "kappa": kappa?.json ?? .null, "mostProbable": mostProbable.json,
            "atThreshold": atThreshold?.json ?? .null, "delong": area?.json ?? .null,
        ]
    }

    init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            source: Source(
                name: try reader.string("name"), file: try reader.string("file"),
                digest: try reader.string("sha256"), rows: try reader.integer("rows"),
                otherRows: try reader.integer("otherRows"),
                hasProbabilities: try reader.boolean("hasProbabilities"),
                hasDecisions: try reader.boolean("hasDecisions"),
                notes: try reader.strings("notes")),
            images: try reader.integer("images"), unit: try reader.string("unit"),
            metrics: try EvaluationRecord.figures(reader, "metrics"),
            kappa: try .init(optional: reader["kappa"]),
            mostProbable: try Decisions(reader["mostProbable"]),
            atThreshold: reader["atThreshold"].value.isNull
                ? nil : try Decisions(reader["atThreshold"]),
            area: reader["delong"].value.isNull ? nil : try Area(reader["delong"]))
    }
}

extension EvaluationRecord.Comparison.Decisions {
    fileprivate var json: JSONValue {
        [
            "metrics": EvaluationRecord.json(metrics),
            "differences": EvaluationRecord.json(differences), "equal": JSONValue(equal),
            "mcnemar": [
                "onlyModel": JSONValue(onlyModel), "onlyOther": JSONValue(onlyOther),
                "p": .number(pValue), "correctedP": correctedP.map { .number($0) } ?? .null,
                "sensitivity": sensitivity?.json ?? .null,
                "specificity": specificity?.json ?? .null,
            ], "kappa": kappa?.json ?? .null, "modelKappa": modelKappa?.json ?? .null,
        ]
    }

    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        let test = reader["mcnemar"]
        self.init(
            metrics: try EvaluationRecord.figures(reader, "metrics"),
            differences: try EvaluationRecord.figures(reader, "differences"),
            equal: try reader.integer("equal"), onlyModel: try test.integer("onlyModel"),
            onlyOther: try test.integer("onlyOther"), pValue: try test.number("p"),
            correctedP: try EvaluationRecord.optionalNumber(test, "correctedP"),
            sensitivity: try .init(optional: test["sensitivity"]),
            specificity: try .init(optional: test["specificity"]),
            kappa: try .init(optional: reader["kappa"]),
            modelKappa: try .init(optional: reader["modelKappa"]))
    }
}

extension EvaluationRecord.Comparison.ClassTest {
    fileprivate var json: JSONValue {
        [
            "images": JSONValue(images), "onlyModel": JSONValue(onlyModel),
            "onlyOther": JSONValue(onlyOther), "p": .number(pValue),
            "correctedP": .number(correctedP),
        ]
    }

    fileprivate init?(optional reader: JSONReader) throws(ResultsError) {
        if reader.value.isNull { return nil }
        self.init(
            images: try reader.integer("images"), onlyModel: try reader.integer("onlyModel"),
            onlyOther: try reader.integer("onlyOther"), pValue: try reader.number("p"),
            correctedP: try reader.number("correctedP"))
    }
}

extension EvaluationRecord.Comparison.Area {
    fileprivate var json: JSONValue {
        [
            "difference": difference.json, "p": .number(pValue),
            "correctedP": correctedP.map { .number($0) } ?? .null,
        ]
    }

    fileprivate init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            difference: try EvaluationRecord.Figure(reader["difference"]),
            pValue: try reader.number("p"),
            correctedP: try EvaluationRecord.optionalNumber(reader, "correctedP"))
    }
}
