/// The elements of a DICOM file that this module reads: a closed list. No other element is copied
/// from a file, so a name, a birth date, an accession number or an instance identifier cannot reach
/// a message, a report or a cache.
enum DICOMTag: UInt32, CaseIterable {
    /// (0002,0010), the encoding of the file.
    case transferSyntax = 0x0002_0010

    // Attributes of the image, for groups and subgroups.
    case manufacturer = 0x0008_0070
    case patientID = 0x0010_0020
    case patientSex = 0x0010_0040
    case patientAge = 0x0010_1010
    case bodyPart = 0x0018_0015
    case viewPosition = 0x0018_5101
    case laterality = 0x0020_0060
    case imageLaterality = 0x0020_0062

    // The form of the pixels.
    case samplesPerPixel = 0x0028_0002
    case photometricInterpretation = 0x0028_0004
    case planarConfiguration = 0x0028_0006
    case numberOfFrames = 0x0028_0008
    case rows = 0x0028_0010
    case columns = 0x0028_0011
    case bitsAllocated = 0x0028_0100
    case bitsStored = 0x0028_0101
    case pixelRepresentation = 0x0028_0103

    // From stored values to displayed ones.
    case windowCenter = 0x0028_1050
    case windowWidth = 0x0028_1051
    case rescaleIntercept = 0x0028_1052
    case rescaleSlope = 0x0028_1053
    case voiFunction = 0x0028_1056
    case redDescriptor = 0x0028_1101
    case redData = 0x0028_1201
    case greenData = 0x0028_1202
    case blueData = 0x0028_1203
    case segmentedRedData = 0x0028_1221
    case segmentedGreenData = 0x0028_1222
    case segmentedBlueData = 0x0028_1223
    case modalityLUTSequence = 0x0028_3000
    case lutDescriptor = 0x0028_3002
    case lutData = 0x0028_3006
    case voiLUTSequence = 0x0028_3010

    // The pixels.
    case floatPixelData = 0x7FE0_0008
    case doublePixelData = 0x7FE0_0009
    case pixelData = 0x7FE0_0010

    /// The tag and the name of the element, such as `(0028,0010) Rows`, for messages.
    var name: String {
        "\(Self.text(rawValue)) " + (Self.names[self] ?? "\(self)")
    }

    /// A tag as `(gggg,eeee)`.
    static func text(_ tag: UInt32) -> String {
        let digits = Array("0123456789ABCDEF")
        let hexadecimal = String(
            (0..<8).reversed().map { digits[Int(tag >> UInt32(4 * $0) & 15)] })
        return "(\(hexadecimal.prefix(4)),\(hexadecimal.suffix(4)))"
    }

    private static let names: [DICOMTag: String] = [
        .transferSyntax: "Transfer Syntax UID", .samplesPerPixel: "Samples per Pixel",
        .photometricInterpretation: "Photometric Interpretation",
        .planarConfiguration: "Planar Configuration", .numberOfFrames: "Number of Frames",
        .rows: "Rows", .columns: "Columns", .bitsAllocated: "Bits Allocated",
        .bitsStored: "Bits Stored", .pixelRepresentation: "Pixel Representation",
        .windowCenter: "Window Center", .windowWidth: "Window Width",
        .rescaleIntercept: "Rescale Intercept", .rescaleSlope: "Rescale Slope",
        .voiFunction: "VOI LUT Function", .redDescriptor: "Red Palette Descriptor",
        .redData: "Red Palette Data", .greenData: "Green Palette Data",
        .blueData: "Blue Palette Data", .segmentedRedData: "Segmented Red Palette Data",
        .segmentedGreenData: "Segmented Green Palette Data",
        .segmentedBlueData: "Segmented Blue Palette Data",
        .modalityLUTSequence: "Modality LUT Sequence", .lutDescriptor: "LUT Descriptor",
        .lutData: "LUT Data", .voiLUTSequence: "VOI LUT Sequence",
        .floatPixelData: "Float Pixel Data", .doublePixelData: "Double Float Pixel Data",
        .pixelData: "Pixel Data",
    ]
}
