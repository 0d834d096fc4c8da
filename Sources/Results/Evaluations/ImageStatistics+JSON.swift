import JSON
import Vocabulary

extension ImageStatistics {
    /// An object with all numbers.
    var json: JSONValue {
        [
            "images": JSONValue(images), "width": JSONValue(width), "height": JSONValue(height),
            "brightness": .number(brightness),
            "brightnessSD": .number(brightnessSD), "contrast": .number(contrast),
        ]
    }

    /// Reads the object that `json` writes; nil if it is null.
    init?(optional reader: JSONReader) throws(ResultsError) {
        if reader.value.isNull { return nil }
        self.init(
            images: try reader.integer("images"), width: try reader.integer("width"),
            height: try reader.integer("height"), brightness: try reader.number("brightness"),
            brightnessSD: try reader.number("brightnessSD"),
            contrast: try reader.number("contrast"))
    }
}
