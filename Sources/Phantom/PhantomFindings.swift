import Foundation
import Tensors

/// The finding of a synthetic patient.
package enum PhantomFinding: String, Sendable, CaseIterable {
    case normal
    /// Bacterial pneumonia: one dense patch with soft, irregular edges and faint air-filled
    /// bronchi.
    case bacteria
    /// Viral pneumonia: fine lines, thickened bronchial walls and haze in both lungs.
    case virus

    /// The class folder of the image.
    package var className: String { self == .normal ? "NORMAL" : "PNEUMONIA" }
}

/// The density that a finding adds to the lungs.
struct PhantomFindings {
    /// The lines over the film, for points that are completely over a lung.
    private let lines: PhantomCanvas
    private let patch: Patch?
    private let haze: Haze?

    private struct Patch {
        var shape: PhantomAnatomy.Ellipse
        var density: Float
        var outline: ValueNoise
        var texture: ValueNoise
    }

    private struct Haze {
        var density: Float
        var coarse: ValueNoise
        var fine: ValueNoise
    }

    init(
        _ finding: PhantomFinding, size: Int, anatomy: PhantomAnatomy, contrast: Float,
        from stream: inout RandomStream
    ) {
        switch finding {
        case .normal:
            (lines, patch, haze) = (PhantomCanvas(size: size), nil, nil)
        case .bacteria:
            let patch = Self.patch(anatomy, contrast: contrast, &stream)
            self.patch = patch
            haze = nil
            lines = Self.bronchograms(in: patch, size: size, anatomy: anatomy, &stream)
        case .virus:
            patch = nil
            haze = Haze(
                density: contrast * 0.04 * stream.nextUniform(),
                coarse: ValueNoise(cells: 6, from: &stream),
                fine: ValueNoise(cells: 26, from: &stream))
            lines = Self.reticulation(size: size, anatomy: anatomy, contrast: contrast, &stream)
        }
    }

    /// The center of the dense patch, in body coordinates; nil if there is none.
    var middle: SIMD2<Float>? { patch?.shape.center }

    /// The density at a pixel; `lung` is the amount of lung there.
    func density(column: Int, row: Int, anatomy: PhantomAnatomy, lung: Float) -> Float {
        let film = lines.position(column, row)
        let line = lines.values[row * lines.size + column]
        if let patch {
            let distance = patch.shape.distance(anatomy.body(film)) + 0.42 * patch.outline(film)
            let inside = smoothStep(1.10, 0.50, distance)
            let texture = 0.85 + 0.65 * patch.texture(film)
            return lung * inside * (patch.density * texture + line)
        }
        if let haze {
            let body = anatomy.body(film)
            let near = PhantomVessels.nearness(body)
            let cloud = 0.9 + 0.8 * haze.coarse(film) + 0.55 * haze.fine(film)
            return lung * (line * (0.55 + 0.45 * near) + haze.density * near * cloud)
        }
        return 0
    }

    private static func patch(
        _ anatomy: PhantomAnatomy, contrast: Float, _ stream: inout RandomStream
    ) -> Patch {
        let left = stream.nextUniform() < 0.5
        let v = -0.42 + 0.78 * stream.nextUniform()
        let extent = anatomy.lateralEdge(v) - 0.16
        let u = 0.20 + (extent - 0.12) * stream.nextUniform()
        let radius = 0.17 + 0.11 * stream.nextUniform()
        let stretch = 0.75 + 0.5 * stream.nextUniform()
        return Patch(
            shape: PhantomAnatomy.Ellipse(
                center: SIMD2(left ? u : -u, v),
                radii: SIMD2(radius * stretch, radius / stretch), angle: 3 * stream.nextUniform()),
            density: contrast * (0.29 + 0.13 * stream.nextUniform()),
            outline: ValueNoise(cells: 9, from: &stream),
            texture: ValueNoise(cells: 30, from: &stream))
    }

    /// Dark branching lines that point away from the hilum.
    private static func bronchograms(
        in patch: Patch, size: Int, anatomy: PhantomAnatomy, _ stream: inout RandomStream
    ) -> PhantomCanvas {
        var canvas = PhantomCanvas(size: size)
        let center = patch.shape.center
        let away = center - PhantomVessels.hilum(left: center.x > 0)
        let angle = atan2(away.y, away.x)
        for index in 0..<5 {
            let turn = angle + 0.45 * (Float(index) - 2) + 0.3 * (stream.nextUniform() - 0.5)
            let direction = SIMD2(cos(turn), sin(turn))
            let start = center - direction * (0.10 * stream.nextUniform())
            canvas.addLine(
                from: anatomy.film(start), to: anatomy.film(start + direction * 0.16),
                halfWidth: 0.011, density: -0.35 * patch.density)
        }
        return canvas
    }

    /// A net of short fine lines, and small rings around the hila.
    private static func reticulation(
        size: Int, anatomy: PhantomAnatomy, contrast: Float, _ stream: inout RandomStream
    ) -> PhantomCanvas {
        var canvas = PhantomCanvas(size: size)
        let density = contrast * (0.18 + 0.07 * stream.nextUniform())
        for _ in 0..<210 {
            let (radius, angle) = (0.62 * stream.nextUniform(), 6.2832 * stream.nextUniform())
            let left = stream.nextUniform() < 0.5
            let around = SIMD2(cos(angle), 1.15 * sin(angle)) * radius
            let start = PhantomVessels.hilum(left: left) + SIMD2(left ? 0.12 : -0.12, 0.04) + around
            let turn = 6.2832 * stream.nextUniform()
            let length = 0.05 + 0.07 * stream.nextUniform()
            let end = start + SIMD2(cos(turn), sin(turn)) * length
            canvas.addLine(
                from: anatomy.film(start), to: anatomy.film(end),
                halfWidth: 0.013 + 0.006 * stream.nextUniform(),
                density: density * (0.5 + 0.5 * stream.nextUniform()))
        }
        for index in 0..<6 {
            addRing(to: &canvas, left: index % 2 == 0, anatomy, density, &stream)
        }
        return canvas
    }

    private static func addRing(
        to canvas: inout PhantomCanvas, left: Bool, _ anatomy: PhantomAnatomy, _ density: Float,
        _ stream: inout RandomStream
    ) {
        let (distance, angle) = (
            0.08 + 0.2 * stream.nextUniform(), 2.6 * stream.nextUniform() - 1.3
        )
        let outward = SIMD2((left ? 1 : -1) * cos(angle), sin(angle)) * distance
        let center = PhantomVessels.hilum(left: left) + outward
        let radius = 0.024 + 0.014 * stream.nextUniform()
        let corners = (0...8).map { corner in
            let turn = Float(corner) / 8 * 6.2832
            return anatomy.film(center + SIMD2(cos(turn), sin(turn)) * radius)
        }
        for (start, end) in zip(corners, corners.dropFirst()) {
            canvas.addLine(from: start, to: end, halfWidth: 0.013, density: 0.8 * density)
        }
    }
}
