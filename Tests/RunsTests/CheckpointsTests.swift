import Inference
import Networks
import Runs
import Studies
import Tensors
import Testing
import Vocabulary
import Weights

@Suite struct CheckpointsTests {
    @Test func imageNetWeightsExistForSomeNetworks() throws {
        let network = try #require(NetworkRegistry.make("cnn4", classes: 2, imageSize: 16))
        let graph = try network.graph(input: [1, 3, 16, 16])
        let settings = NetworkSettings(
            Configuration(kind: "cnn4", values: SettingValues(CNN4.settings)),
            head: Configuration(kind: "torchvision", values: SettingValues([])),
            weights: "imagenet")
        let error = try #require(throws: UnsupportedSetting.self) {
            try Checkpoints().weights(settings, for: graph)
        }
        #expect("\(error)".hasPrefix("network.weights: no ImageNet weights are available for cnn4"))
    }
}
