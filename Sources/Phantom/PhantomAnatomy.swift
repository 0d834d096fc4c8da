import Foundation
import Tensors

/// The anatomy of one synthetic patient's chest, in body coordinates: the spine at u = 0, the lungs
/// at about -0.7 ... 0.4 in v, the patient's right side at negative u, as on a frontal film.
struct PhantomAnatomy {
    /// The rotation, scale and shift of the image, from film to body coordinates.
    var rotation: Float
    var scale: SIMD2<Float>
    var shift: SIMD2<Float>

    var apex: Float
    var lungWidth: Float
    /// The height of each dome of the diaphragm, right and left.
    var domes: SIMD2<Float>
    var heart: Ellipse
    var atrium: Ellipse
    var knob: Ellipse
    var ribSpacing: Float
    var ribPhase: Float
    var ribFall: Float
    var ribDensity: Float
    var clavicleHeight: Float
    var clavicleSlope: Float
    var shoulder: Float
    var trachea: Float
    /// The density of the breasts over the lower lungs; 0 without breasts.
    var breast: Float
    var breastHeight: Float
    /// The air in the stomach; nil if it is not visible.
    var bubble: Ellipse?
    /// The attenuation of soft tissue.
    var build: Float
    /// The reduction of attenuation by a lung full of air; it increases with inspiration.
    var inspiration: Float
    /// The density of the vessels.
    var vascularity: Float
    /// The blur of small vessels around the hila, which healthy lungs have too.
    var congestion: Float

    struct Ellipse {
        var center: SIMD2<Float>
        var radii: SIMD2<Float>
        var angle: Float

        /// The distance from the center: 0 at the center, 1 on the edge.
        func distance(_ point: SIMD2<Float>) -> Float {
            let offset = point - center
            let (c, s) = (cos(angle), sin(angle))
            let turned = SIMD2(c * offset.x + s * offset.y, c * offset.y - s * offset.x) / radii
            return (turned * turned).sum().squareRoot()
        }
    }

    init(from stream: inout RandomStream) {
        func draw(_ low: Float, _ high: Float) -> Float {
            low + stream.nextUniform() * (high - low)
        }
        rotation = draw(-0.07, 0.07)
        let zoom = draw(1.04, 1.2)
        scale = SIMD2(zoom * draw(0.95, 1.05), zoom)
        shift = SIMD2(draw(-0.06, 0.06), draw(-0.02, 0.10))
        apex = draw(-0.77, -0.68)
        lungWidth = draw(0.70, 0.80)
        let dome = draw(0.33, 0.48)
        domes = SIMD2(dome, dome + draw(0.01, 0.06))
        let size = draw(0.9, 1.15)
        heart = Ellipse(
            center: SIMD2(0.13 * size, dome - 0.12), radii: SIMD2(0.37, 0.25) * size,
            angle: draw(0.45, 0.75))
        atrium = Ellipse(
            center: SIMD2(-0.06, dome - 0.16), radii: SIMD2(0.135, 0.22) * size, angle: 0)
        knob = Ellipse(
            center: SIMD2(draw(0.08, 0.11), draw(-0.36, -0.29)), radii: SIMD2(0.08, 0.09),
            angle: 0)
        ribSpacing = draw(0.125, 0.15)
        ribPhase = draw(0, 1)
        ribFall = draw(0.20, 0.34)
        ribDensity = draw(0.055, 0.095)
        clavicleHeight = draw(-0.68, -0.58)
        clavicleSlope = draw(0.0, 0.12)
        shoulder = draw(0.16, 0.30)
        trachea = draw(-0.02, 0.015)
        breast = stream.nextUniform() < 0.4 ? draw(0.03, 0.10) : 0
        breastHeight = draw(0.12, 0.26)
        bubble =
            stream.nextUniform() < 0.45
            ? Ellipse(
                center: SIMD2(draw(0.30, 0.42), domes.y + draw(0.12, 0.17)),
                radii: SIMD2(draw(0.10, 0.17), draw(0.05, 0.085)), angle: draw(-0.2, 0.2))
            : nil
        build = draw(0.92, 1.12)
        inspiration = draw(0.64, 0.86)
        vascularity = draw(0.7, 1.3)
        congestion = draw(0, 0.13)
    }

    /// The body coordinates of a point on the film.
    func body(_ film: SIMD2<Float>) -> SIMD2<Float> {
        let offset = film - shift
        let (c, s) = (cos(rotation), sin(rotation))
        return SIMD2(c * offset.x + s * offset.y, c * offset.y - s * offset.x) / scale
    }

    /// The film coordinates of a point of the body.
    func film(_ body: SIMD2<Float>) -> SIMD2<Float> {
        let scaled = body * scale
        let (c, s) = (cos(rotation), sin(rotation))
        return SIMD2(c * scaled.x - s * scaled.y, c * scaled.y + s * scaled.x) + shift
    }

    /// The lateral edge of the lungs at height v.
    func lateralEdge(_ v: Float) -> Float {
        let t = min(max((v - apex) / (0.75 - apex), 0), 1)
        let rest = 1 - t
        return lungWidth * (1 - rest * rest * rest * rest).squareRoot()
    }

    /// The height of the diaphragm at a distance from the spine.
    func diaphragm(_ u: Float) -> Float {
        let x = (abs(u) - 0.30) / 0.44
        return (u < 0 ? domes.x : domes.y) + 0.20 * x * x
    }

    /// The amount of lung along the ray through a point: 0 outside, 1 in the middle of a lung.
    func lung(_ point: SIMD2<Float>) -> Float {
        let u = abs(point.x)
        let t = max((point.y - apex) / (0.45 - apex), 0)
        let medial = 0.12 + 0.10 * max(1 - 2 * t, 0)
        let lateral = smoothStep(0, 0.075, lateralEdge(point.y) - u)
        let inner = smoothStep(-0.02, 0.10, u - medial)
        let below = smoothStep(-0.008, 0.045, diaphragm(point.x) - point.y)
        let depth = smoothStep(0, 0.45, lateralEdge(point.y) - u)
        return lateral * inner * below * (0.80 + 0.20 * depth)
    }
}
