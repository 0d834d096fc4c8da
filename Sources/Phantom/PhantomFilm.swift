import Tensors
package import Vocabulary

/// An image of a data set of synthetic X-rays with several findings: a row of its table.
package struct PhantomFilm: Sendable, Hashable {
    /// The path relative to the data set's folder.
    package let path: String
    /// The name of the patient.
    package let patient: String
    /// The patient's sex: F or M.
    package let sex: String
    /// The patient's age in years.
    package let age: Int
    /// The direction of the rays: PA (posteroanterior) or AP.
    package let view: String
    /// The split; all images of a patient have the same one.
    package let split: Split
    /// The findings that the image shows, sorted.
    package let labels: [PhantomLabel]
    /// The index of the patient.
    let patientIndex: Int
    /// The index of the image's random numbers.
    let index: Int

    var isAnteroposterior: Bool { view == "AP" }

    /// The fraction of the images that are anteroposterior.
    private static let anteroposterior: Float = 0.4

    /// - Parameters:
    ///   - findings: the findings that are drawn; others are absent.
    ///   - visit: the number of the patient's image, from 1.
    init(
        _ patient: PhantomPatient, _ patientIndex: Int, visit: Int, _ split: Split, index: Int,
        seed: UInt64, findings: Set<PhantomLabel>
    ) {
        var stream = PhantomPatient.Stream.visits.stream(seed: seed, index: patientIndex)
        // The first number is that of the patient's images; each image has a block of numbers.
        for _ in 0..<16 * visit { _ = stream.nextWord() }
        let number = String(patientIndex + 1)
        self.patient = "p" + String(repeating: "0", count: max(0, 5 - number.count)) + number
        path = "images/\(self.patient)-\(visit).jpeg"
        sex = patient.isFemale ? "F" : "M"
        age = patient.age + visit / 2
        view = stream.nextUniform() < Self.anteroposterior ? "AP" : "PA"
        labels = PhantomLabel.present(patient: patient.chances, from: &stream)
            .intersection(findings).sorted { $0.rawValue < $1.rawValue }
        self.split = split
        self.patientIndex = patientIndex
        self.index = index
    }

    /// The header and a line of `labels.csv`.
    static let header = "image,patient,sex,age,view,split,labels\n"
    var row: String {
        let names = labels.isEmpty ? [PhantomLabel.none] : labels.map(\.rawValue)
        return "\(path),\(patient),\(sex),\(age),\(view),\(split.rawValue),"
            + "\(names.joined(separator: PhantomLabel.separator))\n"
    }
}

extension SyntheticXRays {
    /// The images of a data set with several findings, split after split and patient after patient.
    package var films: [PhantomFilm] {
        guard let findings else { return [] }
        var films: [PhantomFilm] = []
        var patients = 0
        for split in Split.allCases {
            let counts = PhantomPatient.imageCounts(
                counts[split, default: 0], seed: seed, firstPatient: patients)
            for count in counts {
                let patient = PhantomPatient(seed: seed, index: patients)
                for visit in 1...count {
                    films.append(
                        PhantomFilm(
                            patient, patients, visit: visit, split, index: films.count, seed: seed,
                            findings: Set(findings)))
                }
                patients += 1
            }
        }
        return films
    }

    /// The cardiothoracic ratio of a film: the width of the heart divided by that of the chest.
    package func cardiothoracicRatio(_ film: PhantomFilm) -> Float {
        PhantomScene(film, size: size, contrast: Float(contrast), seed: seed).anatomy
            .cardiothoracicRatio
    }

    /// The gray image of a film, `[size, size]`.
    package func pixels(_ film: PhantomFilm) -> [UInt8] {
        PhantomRendering.pixels(
            PhantomScene(film, size: size, contrast: Float(contrast), seed: seed), size: size)
    }
}
