import Foundation

/// The density of each part of a healthy chest at a point of the body.
extension PhantomAnatomy {
    /// The density of everything except vessels and findings; `lung` is the amount of lung at the
    /// point.
    func tissue(_ point: SIMD2<Float>, lung: Float) -> Float {
        let body = bodyThickness(point)
        var density = build * 0.56 * body * (1 - inspiration * lung)
        density += mediastinum(point) + heartShadow(point, lung: lung)
        density += abdomen(point) * body * (1 - lung)
        density += breastShadow(point)
        density += congestion * PhantomVessels.nearness(point) * lung * clearOfHeart(point)
        let bones = ribs(point) + clavicle(point) + scapula(point) + spine(point)
        return density + bones * smoothStep(0.1, 0.5, body) + arms(point)
    }

    /// The thickness of the trunk with its shoulders: 0 in the air, 1 at its thickest.
    private func bodyThickness(_ point: SIMD2<Float>) -> Float {
        let u = abs(point.x)
        let neck = smoothStep(0.30, 0.16, u)
        let shoulderLine = -0.98 + shoulder * u * u + 0.10 * smoothStep(0.15, 0.5, u)
        let below = smoothStep(-0.04, 0.10, point.y - shoulderLine)
        let flank = 0.93 + 0.25 * smoothStep(-0.2, -0.75, point.y)
        let side = smoothStep(0, 0.13, flank - u)
        let x = u / (flank + 0.25)
        let thickness = (1 - x * x).squareRoot()
        return max(below, neck) * side * (x < 1 ? thickness : 0)
    }

    private func arms(_ point: SIMD2<Float>) -> Float {
        let u = abs(point.x) - 0.08 * max(point.y, -0.2)
        let arm = smoothStep(0.98, 1.06, u) * smoothStep(-0.55, -0.3, point.y)
        return 0.38 * arm
    }

    private func mediastinum(_ point: SIMD2<Float>) -> Float {
        let u = abs(point.x - 0.015)
        let width = 0.12 + 0.06 * smoothStep(-0.45, -0.75, point.y)
        let column = smoothStep(width + 0.05, width - 0.06, u)
        let airway = smoothStep(0.045, 0.02, abs(point.x - trachea))
        let airwayEnd = smoothStep(-0.20, -0.32, point.y)
        let knobShadow = smoothStep(1.12, 0.8, knob.distance(point))
        return 0.115 * column - 0.085 * airway * airwayEnd + 0.09 * knobShadow * (1 - 0.5 * column)
    }

    /// The fraction of the lung at a point that the heart does not hide: 1 beside the heart.
    func clearOfHeart(_ point: SIMD2<Float>) -> Float {
        1 - 0.8 * smoothStep(1.15, 0.9, min(heart.distance(point), atrium.distance(point)))
    }

    private func heartShadow(_ point: SIMD2<Float>, lung: Float) -> Float {
        heartOutline(point) * (0.07 + 0.36 * lung)
    }

    /// The outline of the heart: 1 inside, 0 outside.
    func heartOutline(_ point: SIMD2<Float>) -> Float {
        let left = smoothStep(1.10, 0.80, heart.distance(point))
        let right = smoothStep(1.10, 0.82, atrium.distance(point))
        return max(left, right)
    }

    private func abdomen(_ point: SIMD2<Float>) -> Float {
        let depth = point.y - diaphragm(point.x)
        let liver: Float = point.x < 0 ? 0.15 : 0.11
        var density = liver * smoothStep(-0.01, 0.09, depth)
        if let bubble { density -= 0.20 * smoothStep(1.15, 0.75, bubble.distance(point)) }
        return density
    }

    private func breastShadow(_ point: SIMD2<Float>) -> Float {
        guard breast > 0 else { return 0 }
        let center = SIMD2<Float>(point.x < 0 ? -0.46 : 0.46, breastHeight)
        let shape = Ellipse(center: center, radii: SIMD2(0.34, 0.30), angle: 0)
        return breast * smoothStep(1.1, 0.55, shape.distance(point))
    }

    private func spine(_ point: SIMD2<Float>) -> Float {
        let column = smoothStep(0.095, 0.06, abs(point.x))
        let phase = (point.y / 0.115 + ribPhase).truncatingRemainder(dividingBy: 1)
        let disc = abs(phase < 0 ? phase + 1 : phase)
        let body = smoothStep(0.02, 0.16, min(disc, 1 - disc))
        let process = smoothStep(0.022, 0.008, abs(point.x)) * body
        return column * (0.02 + 0.035 * body) + 0.02 * process
    }

    private func ribs(_ point: SIMD2<Float>) -> Float {
        let u = abs(point.x)
        let cage = lateralEdge(point.y + 0.02) + 0.035
        let x = u / 0.78
        let inside = smoothStep(0, 0.02, cage - u)
        guard inside > 0, point.y > apex - 0.02 else { return 0 }
        let range = smoothStep(apex - 0.02, apex + 0.04, point.y) * smoothStep(0.72, 0.5, point.y)
        // Posterior part: from the spine outward, first slightly up, then down along the side.
        let back = point.y - ribFall * x * x * x + 0.10 * x * (1 - x)
        let posterior = rib(back / ribSpacing + ribPhase, halfWidth: 0.19)
        let posteriorPart = smoothStep(0.06, 0.11, u)
        // Anterior part: from the side down towards the sternum, ending in cartilage that is not
        // visible.
        let anteriorLine = point.y - 0.50 * (1 - x) - 0.12 * (1 - x) * (1 - x)
        let anterior = rib(anteriorLine / (ribSpacing * 1.08) + 0.37 - ribPhase, halfWidth: 0.23)
        let anteriorPart = smoothStep(0.30, 0.42, u) * smoothStep(-0.62, -0.5, point.y)
        let edge = 1 + 0.5 * smoothStep(0.12, 0.0, cage - u)
        let amount = posterior * posteriorPart + 0.5 * anterior * anteriorPart
        return ribDensity * edge * range * inside * amount
    }

    /// The profile across a series of ribs, one per unit: brighter at both edges of the bone.
    private func rib(_ phase: Float, halfWidth: Float) -> Float {
        let distance = abs(phase - phase.rounded())
        let bone = smoothStep(halfWidth + 0.07, halfWidth - 0.05, distance)
        let cortex = smoothStep(0.09, 0, abs(distance - halfWidth + 0.04))
        return bone * (0.72 + 0.40 * cortex)
    }

    private func clavicle(_ point: SIMD2<Float>) -> Float {
        let u = abs(point.x)
        let x = (u - 0.10) / 0.68
        let line = clavicleHeight - clavicleSlope * x + 0.05 * sin(6.2 * x)
        let halfWidth: Float = 0.030 + 0.012 * smoothStep(0.25, 0, x)
        let distance = abs(point.y - line)
        let bone = smoothStep(halfWidth + 0.012, halfWidth - 0.012, distance)
        let cortex = smoothStep(0.014, 0, abs(distance - halfWidth + 0.008))
        let extent = smoothStep(-0.02, 0.02, x) * smoothStep(1.12, 1.0, x)
        return extent * bone * (0.10 + 0.05 * cortex)
    }

    private func scapula(_ point: SIMD2<Float>) -> Float {
        let u = abs(point.x)
        let edge = 0.70 - 0.16 * (point.y + 0.45) * (point.y + 0.45)
        let blade = smoothStep(edge, edge + 0.03, u) * smoothStep(0.98, 0.9, u)
        let extent = smoothStep(-0.74, -0.62, point.y) * smoothStep(0.05, -0.12, point.y)
        let head = smoothStep(
            1.1, 0.85,
            Ellipse(
                center: SIMD2(0.93, -0.66), radii: SIMD2(0.10, 0.11), angle: 0
            ).distance(SIMD2(u, point.y)))
        return 0.05 * blade * extent + 0.10 * head
    }
}
