import Images
import Inference
import Testing

@Suite struct HeatMapTests {
    @Test func heatIsDrawnOverTheImage() {
        let image = RGBImage(width: 4, height: 4, pixels: [UInt8](repeating: 100, count: 48))
        let map = HeatMap(width: 2, height: 2, values: [0, 0, 0, 1])
        let levels = map.levels(side: 4)
        #expect(levels[0] == 0 && levels[15] == 255)
        #expect(levels == levels.indices.map { levels[$0 % 4 * 4 + $0 / 4] }, "symmetric")
        let overlay = map.overlay(on: image)
        #expect(overlay.pixels[0..<3] == [100, 100, 100])
        #expect(overlay.pixels[45] > overlay.pixels[47], "hot is yellow")
    }
}
