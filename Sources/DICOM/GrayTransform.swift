import Foundation

/// The way from a stored gray value to a displayed level (PS3.3, C.11.1 and C.11.2).
struct GrayTransform {
    /// The way from values of the modality to values of the output range.
    private enum Window {
        case none
        case table(LookupTable)
        case linear(center: Double, width: Double)
        case sigmoid(center: Double, width: Double)
    }

    /// The table of the modality, which replaces a rescaling.
    let modality: LookupTable?
    let slope: Double
    let intercept: Double
    private let window: Window
    /// The output range of linear and sigmoid windows.
    private let (low, high): (Double, Double)
    private let scale: Scale

    /// The maximum level: 255 or 65535.
    var maximum: UInt16 { scale.maximum }

    /// - Throws: `DICOMError.Kind`.
    init(
        _ data: DICOMDataSet, _ form: PixelForm, _ choice: DisplayWindow
    ) throws(DICOMError.Kind) {
        modality = try LookupTable(data, .modalityLUTSequence, form)
        let rescaling = try Self.rescaling(data)
        (slope, intercept) = modality == nil ? rescaling ?? (1, 0) : (1, 0)
        // As in pydicom, a rescaling also applies to the range of a modality table.
        let range = modality.map { 0...(1 << $0.depth) - 1 } ?? form.range
        let (outer, offset) = rescaling ?? (1, 0)
        low = Double(range.lowerBound) * outer + offset
        high = Double(range.upperBound) * outer + offset
        guard low != high else {
            throw .damaged("its rescaling gives the same value for all samples")
        }
        window = choice == .full ? .none : try Self.window(data, form)
        let depth = modality?.depth ?? form.bitsStored
        switch window {
        case .table(let table):
            scale = Scale(
                low: 0, high: Double(1 << table.depth - 1), maximum: table.depth == 8 ? 255 : .max)
        case .none where modality != nil:
            scale = Scale(
                low: Double(range.lowerBound), high: Double(range.upperBound),
                maximum: depth <= 8 ? 255 : .max)
        default: scale = Scale(low: low, high: high, maximum: depth <= 8 ? 255 : .max)
        }
    }

    /// True if the file has a window or a table.
    var hasWindow: Bool { if case .none = window { false } else { true } }

    /// The level of a stored value.
    func level(of stored: Int) -> UInt16 {
        let value =
            modality.map { Double($0[Double(stored)]) } ?? Double(stored) * slope + intercept
        return scale.level(of: output(of: value))
    }

    /// The level of a value of the modality as a fraction of the maximum, 0 to 1.
    func fraction(of value: Double) -> Double { scale.fraction(of: output(of: value)) }

    private func output(of value: Double) -> Double {
        switch window {
        case .none: return value
        case .table(let table): return Double(table[value])
        case .linear(let center, let width):
            if value <= center - width / 2 { return low }
            if value > center + width / 2 { return high }
            return ((value - center) / width + 0.5) * (high - low) + low
        case .sigmoid(let center, let width):
            return (high - low) / (1 + exp(-4 * (value - center) / width)) + low
        }
    }

    // MARK: - Reading

    /// The largest number of a rescaling or a window; with larger ones, results could be infinite.
    private static let largest = 1e15

    private static func number(
        _ data: DICOMDataSet, _ tag: DICOMTag
    ) throws(DICOMError.Kind) -> Double? {
        guard let number = try data.decimals(tag)?.first else { return nil }
        guard abs(number) <= largest else {
            throw .damaged("element \(tag.name) is larger than \(largest)")
        }
        return number
    }

    private static func rescaling(
        _ data: DICOMDataSet
    ) throws(DICOMError.Kind) -> (slope: Double, intercept: Double)? {
        guard let slope = try number(data, .rescaleSlope),
            let intercept = try number(data, .rescaleIntercept)
        else { return nil }
        guard slope != 0 else {
            throw .damaged("element \(DICOMTag.rescaleSlope.name) is 0; expected another number")
        }
        return (slope, intercept)
    }

    /// The first table, or else the first window.
    private static func window(
        _ data: DICOMDataSet, _ form: PixelForm
    ) throws(DICOMError.Kind) -> Window {
        if let table = try LookupTable(data, .voiLUTSequence, form) { return .table(table) }
        guard let center = try number(data, .windowCenter),
            let width = try number(data, .windowWidth)
        else { return .none }
        let function = data.text(.voiFunction)?.uppercased() ?? "LINEAR"
        let least = function == "LINEAR" ? 1.0 : 0
        guard function == "LINEAR" ? width >= least : width > least else {
            throw .damaged(
                "element \(DICOMTag.windowWidth.name) is \(width); expected "
                    + (function == "LINEAR" ? "at least 1" : "more than 0"))
        }
        switch function {
        // Centers and widths of pixels, not of values: PS3.3, C.11.2.1.2.1.
        case "LINEAR": return .linear(center: center - 0.5, width: width - 1)
        case "LINEAR_EXACT": return .linear(center: center, width: width)
        case "SIGMOID": return .sigmoid(center: center, width: width)
        default:
            throw .unsupported(
                "an unknown \(DICOMTag.voiFunction.name); expected LINEAR, LINEAR_EXACT or SIGMOID")
        }
    }
}
