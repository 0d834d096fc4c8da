import Tensors

/// A synthetic patient: the values that all images of the patient have in common.
struct PhantomPatient {
    /// The parts of the random numbers of a data set with several findings, so that they are
    /// independent of each other and of those of the data set with class folders.
    enum Stream: Int {
        case patient = 1
        case image
        case findings
        case visits

        func stream(seed: UInt64, index: Int) -> RandomStream {
            RandomStream(seed: seed, purpose: .phantom, epoch: rawValue, index: index)
        }
    }

    let isFemale: Bool
    /// The age at the first image, in years.
    let age: Int
    let anatomy: PhantomAnatomy
    let vessels: PhantomVessels
    let chances: PhantomLabel.Chances
    /// The cardiothoracic ratio without and with cardiomegaly.
    let ratios: (usual: Float, enlarged: Float)

    init(seed: UInt64, index: Int) {
        var stream = Stream.patient.stream(seed: seed, index: index)
        isFemale = stream.nextUniform() < 0.5
        age = 20 + Int(70 * stream.nextUniform())
        chances = PhantomLabel.chances(from: &stream)
        ratios = (0.39 + 0.07 * stream.nextUniform(), 0.54 + 0.07 * stream.nextUniform())
        var anatomy = PhantomAnatomy(from: &stream)
        anatomy.breast = isFemale ? 0.03 + 0.07 * stream.nextUniform() : 0
        self.anatomy = anatomy
        vessels = PhantomVessels(from: &stream)
    }

    /// The anatomy as an image shows it: another position and another breath. On an
    /// anteroposterior film the heart is nearer to the source and appears larger.
    /// - Parameter enlargement: the fraction of the way from the usual to the enlarged heart.
    func anatomy(
        isAnteroposterior: Bool, enlargement: Float, from stream: inout RandomStream
    ) -> PhantomAnatomy {
        func draw(_ low: Float, _ high: Float) -> Float {
            low + stream.nextUniform() * (high - low)
        }
        var anatomy = anatomy
        anatomy.rotation = draw(-0.07, 0.07)
        let zoom = draw(1.04, 1.2)
        anatomy.scale = SIMD2(zoom * draw(0.95, 1.05), zoom)
        anatomy.shift = SIMD2(draw(-0.06, 0.06), draw(-0.02, 0.10))
        anatomy.inspiration += draw(-0.05, 0.05)
        let breath = draw(-0.02, 0.02) - (isAnteroposterior ? 0.03 : 0)
        anatomy.domes += breath
        anatomy.heart.center.y += breath
        anatomy.atrium.center.y += breath
        anatomy.bubble?.center.y += breath
        if isAnteroposterior { anatomy.clavicleHeight -= 0.05 }
        let ratio = ratios.usual + enlargement * (ratios.enlarged - ratios.usual)
        anatomy.setCardiothoracicRatio(
            ratio + draw(-0.01, 0.01) + (isAnteroposterior ? 0.02 : 0))
        return anatomy
    }

    /// The number of images of each patient in turn, from 1 to 4; their sum is `count`.
    static func imageCounts(_ count: Int, seed: UInt64, firstPatient: Int) -> [Int] {
        var (counts, left) = ([Int](), count)
        while left > 0 {
            var stream = Stream.visits.stream(seed: seed, index: firstPatient + counts.count)
            let chance = stream.nextUniform()
            let own = chance < 0.4 ? 1 : chance < 0.7 ? 2 : chance < 0.9 ? 3 : 4
            counts.append(min(own, left))
            left -= counts.last ?? 0
        }
        return counts
    }
}
