import Foundation

extension PhantomAnatomy {
    /// The cardiothoracic ratio: the width of the heart's shadow divided by the largest width of
    /// the chest inside the ribs, as on a frontal film. Above 0.5, the heart is enlarged.
    var cardiothoracicRatio: Float {
        let left = heart.center.x + Self.halfWidth(of: heart)
        let right = atrium.radii.x - atrium.center.x
        return (left + right) / (2 * lungWidth)
    }

    /// Scales the heart from its upper right end, so that it has this cardiothoracic ratio.
    mutating func setCardiothoracicRatio(_ ratio: Float) {
        let left = heart.center.x + Self.halfWidth(of: heart)
        let scale = (2 * lungWidth * ratio + atrium.center.x) / (left + atrium.radii.x)
        heart.center.x *= scale
        heart.radii *= scale
        atrium.radii *= scale
        // A larger heart rests on the diaphragm as a smaller one does.
        let rise = 0.5 * (scale - 1) * heart.radii.y / scale
        heart.center.y -= rise
        atrium.center.y -= rise
    }

    /// Half of the width of a rotated ellipse.
    private static func halfWidth(of ellipse: Ellipse) -> Float {
        let (x, y) = (ellipse.radii.x * cos(ellipse.angle), ellipse.radii.y * sin(ellipse.angle))
        return (x * x + y * y).squareRoot()
    }
}
