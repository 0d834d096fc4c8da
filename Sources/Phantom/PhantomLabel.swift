import Tensors

/// A radiological finding of synthetic X-rays that show any number of them.
///
/// Each is present in about a quarter of the images, a nodule in a fifth, and none of them in a
/// third. They occur together as in patients: an enlarged heart is often accompanied by effusions
/// and interstitial fluid, and a consolidation by an effusion.
package enum PhantomLabel: String, Sendable, CaseIterable {
    /// A heart wider than half of the chest.
    case cardiomegaly
    /// A dense patch with soft, irregular edges and faint air-filled bronchi.
    case consolidation
    /// Fluid beside the lung, which blunts the costophrenic angle and rises along the chest wall.
    case effusion
    /// Fine lines: a net around the hila, thickened bronchial walls, and septal lines at the bases.
    case interstitial
    /// One to three round opacities, 5 to 30 mm wide.
    case nodule

    /// The text in the column of labels for an image without any.
    package static let none = "normal"
    /// The text between two labels.
    package static let separator = "|"

    /// The probability of the finding, given those that are drawn before it.
    private func probability(_ present: Set<PhantomLabel>) -> Float {
        switch self {
        case .cardiomegaly: 1 / 4
        case .nodule: 1 / 5
        // A quarter of all images: (1/4) (1/2) + (3/4) (1/6).
        case .effusion: present.contains(.cardiomegaly) ? 1 / 2 : 1 / 6
        // A quarter of all images: (1/4) (2/5) + (3/4) (1/5).
        case .interstitial: present.contains(.cardiomegaly) ? 2 / 5 : 1 / 5
        case .consolidation: present.contains(.effusion) ? 2 / 5 : 1 / 5
        }
    }

    /// The order in which presence is drawn.
    private static let order: [PhantomLabel] = [
        .cardiomegaly, .nodule, .effusion, .interstitial, .consolidation,
    ]

    /// True if the finding is the same in all images of a patient.
    private var isLasting: Bool { self == .cardiomegaly || self == .nodule }

    /// The probability that a finding that is not lasting is drawn anew for an image, instead of
    /// being that of the patient.
    private static let change: Float = 0.3

    /// Uniform random numbers in [0, 1), one for each finding, which decide their presence.
    typealias Chances = [PhantomLabel: Float]

    static func chances(from stream: inout RandomStream) -> Chances {
        var chances = Chances()
        for label in order { chances[label] = stream.nextUniform() }
        return chances
    }

    /// The findings of one image.
    /// - Parameter patient: the chances of the patient, which the images of a patient share.
    static func present(
        patient: Chances, from stream: inout RandomStream
    ) -> Set<PhantomLabel> {
        let own = chances(from: &stream)
        var present: Set<PhantomLabel> = []
        for label in order {
            let changes = stream.nextUniform() < change
            let chance = changes && !label.isLasting ? own[label] : patient[label]
            if let chance, chance < label.probability(present) { present.insert(label) }
        }
        return present
    }
}
