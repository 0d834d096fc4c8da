import Studies
import Testing

/// The paths of checkpoints in study files.
@Suite struct CheckpointPathTests {
    private static func study(_ weights: String) throws -> Study {
        let text = """
            {
              "name": "t", "dataset": { "path": "x" },
              "training": { "epochs": 1, "optimizer": { "kind": "sgd", "learningRate": 0.1 } },
              "network": { "kind": "alexnet", "weights": "\(weights)" }
            }
            """
        return try StudyFile.read(
            bytes: Array(text.utf8), file: "t.json", folder: "/studies", catalog: .fake,
            currentDirectory: "/here")
    }

    @Test(
        "any file name is a checkpoint",
        arguments: [
            "m.pt", "m.ckpt", "pytorch_model.bin", "model_best.pth.tar", "m.PTH", "m.SAFETENSORS",
            "./model", "w/model", "epoch=3-val_loss=0.1.ckpt", "imagenet.pt",
        ])
    func names(name: String) throws {
        let network = try #require(try Self.study(name).trials.first).settings.network
        let path = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
        #expect(network.weights == "/studies/\(path)")
    }

    @Test(
        "a word or a URL is not a checkpoint",
        arguments: ["imagnet", "IMAGENET", "DEFAULT", "pretrained", "", "https://x.org/m.pth"])
    func words(name: String) throws {
        let error = try #require(throws: StudyErrors.self) { try Self.study(name) }
        let message =
            "network.weights: must be \"imagenet\" or the path of a checkpoint, such as "
            + "\"./model.ckpt\"; got \"\(name)\""
        #expect("\(error)".contains(message), "\(error)")
        #expect("\(error)".contains("download the file first") == name.contains("://"))
    }
}
