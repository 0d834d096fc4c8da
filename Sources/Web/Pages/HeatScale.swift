import Inference

/// The scale of a heat map's colors, from the lowest to the highest value.
enum HeatScale {
    /// The scale as SVG. Its colors are attributes, since the page's policy allows no inline style.
    static let svg: String = {
        let colors = HeatMap.colors
        let stops = stride(from: 0, to: colors.count, by: 15).map { level in
            let color = colors[level].map(String.init).joined(separator: ",")
            let offset = 100 * level / (colors.count - 1)
            return "<stop offset=\"\(offset)%\" stop-color=\"rgb(\(color))\"/>"
        }
        return
            "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + "<linearGradient id=\"heat-colors\">\(stops.joined())</linearGradient>"
            + "<rect width=\"100\" height=\"10\" fill=\"url(#heat-colors)\"/></svg>"
    }()
}
