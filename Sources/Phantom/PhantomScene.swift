import Tensors

/// The random parameters of a synthetic X-ray.
struct PhantomScene {
    let anatomy: PhantomAnatomy
    let vessels: PhantomVessels
    let film: PhantomExposure
    let marker: PhantomMarker
    let noiseSeed: UInt64
    /// The densities that findings add to the lungs.
    let shadows: [any PhantomShadow]
    /// The center of the consolidation, in body coordinates; nil if there is none.
    let consolidation: SIMD2<Float>?

    /// The scene of an image with at most one finding.
    init(_ finding: PhantomFinding, size: Int, contrast: Float, seed: UInt64, index: Int) {
        var stream = RandomStream(seed: seed, purpose: .phantom, index: index)
        anatomy = PhantomAnatomy(from: &stream)
        vessels = PhantomVessels(from: &stream)
        film = PhantomExposure(from: &stream)
        marker = PhantomMarker(from: &stream)
        noiseSeed = stream.next()
        // Findings are drawn last, so that a healthy and an ill version of a patient differ in
        // nothing else.
        let findings = PhantomFindings(
            finding, size: size, anatomy: anatomy, contrast: contrast, from: &stream)
        shadows = [findings]
        consolidation = findings.middle
    }

    /// The scene of an image with several findings.
    init(_ image: PhantomFilm, size: Int, contrast: Float, seed: UInt64) {
        let patient = PhantomPatient(seed: seed, index: image.patientIndex)
        var stream = PhantomPatient.Stream.image.stream(seed: seed, index: image.index)
        let labels = Set(image.labels)
        anatomy = patient.anatomy(
            isAnteroposterior: image.isAnteroposterior,
            enlargement: labels.contains(.cardiomegaly) ? min(contrast, 1) : 0, from: &stream)
        vessels = patient.vessels
        film = PhantomExposure(from: &stream)
        marker = PhantomMarker(from: &stream)
        noiseSeed = stream.next()
        // A finding has the same place and size in all images of a patient that show it, whatever
        // else they show.
        var places = PhantomPatient.Stream.findings.stream(
            seed: seed, index: image.patientIndex)
        var shadows: [any PhantomShadow] = []
        var consolidation: SIMD2<Float>?
        for label in PhantomLabel.allCases {
            var place = RandomStream(seed: places.next(), purpose: .phantom)
            guard labels.contains(label) else { continue }
            switch label {
            case .cardiomegaly: break
            case .effusion:
                shadows.append(PhantomEffusion(size: size, contrast: contrast, from: &place))
            case .nodule:
                shadows.append(
                    PhantomNodules(
                        size: size, anatomy: patient.anatomy, contrast: contrast, from: &place))
            case .consolidation:
                let patch = PhantomFindings(
                    .bacteria, size: size, anatomy: anatomy, contrast: contrast, from: &place)
                consolidation = patch.middle
                shadows.append(patch)
            case .interstitial:
                shadows.append(
                    PhantomFindings(
                        .virus, size: size, anatomy: anatomy, contrast: contrast, from: &place))
                shadows.append(
                    PhantomSepta(size: size, anatomy: anatomy, contrast: contrast, from: &place))
            }
        }
        self.shadows = shadows
        self.consolidation = consolidation
    }
}
