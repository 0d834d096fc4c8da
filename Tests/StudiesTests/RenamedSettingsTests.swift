import JSON
import Studies
import Testing
import Vocabulary

@Suite struct RenamedSettingsTests {
    /// The settings of a trial under all old names.
    private static let old: JSONValue = [
        "dataset": [
            "augment": [
                ["kind": "noise", "deviation": 0.1], ["kind": "flip"],
                ["kind": "noise", "deviation": 0.2],
            ]
        ],
        "training": [
            "epochs": 4, "select": "val_loss",
            "pruning": ["kind": "successiveHalving", "first": 1, "factor": 3],
        ],
        "network": ["kind": "cnn4", "features": "float16", "unfreezeAt": 2],
        "schedule": ["kind": "cosine", "per": "step", "warmup": 1.5, "warmupFrom": 0.1],
    ]

    private static let new: JSONValue = [
        "dataset": [
            "augment": [
                ["kind": "noise", "std": 0.1], ["kind": "flip"], ["kind": "noise", "std": 0.2],
            ]
        ],
        "training": [
            "epochs": 4, "monitor": "val_loss",
            "pruning": ["kind": "successiveHalving", "minEpochs": 1, "reductionFactor": 3],
        ],
        "network": ["kind": "cnn4", "featurePrecision": "float16", "unfreezeEpoch": 2],
        "schedule": [
            "kind": "cosine", "interval": "step", "warmup": ["epochs": 1.5, "startFactor": 0.1],
        ],
    ]

    @Test func recordsOfEarlierVersionsAreReadUnderTheCurrentNames() {
        #expect(RenamedSettings.current(Self.old).canonical == Self.new.canonical)
        #expect(RenamedSettings.current(Self.new) == Self.new)
    }

    /// Keys count the old names, so that finished trials stay valid.
    @Test func keysCountTheOldNames() {
        #expect(RenamedSettings.counted(Self.new).canonical == Self.old.canonical)
    }

    /// Null settings are no part of a key; a number of epochs without a start factor has the
    /// default.
    @Test(arguments: [
        (#"{"kind":"step","warmup":null,"warmupFrom":null}"#, #"{"kind":"step","warmup":null}"#),
        (
            #"{"kind":"step","warmup":2,"warmupFrom":null}"#,
            #"{"kind":"step","warmup":{"epochs":2,"startFactor":null}}"#
        ),
        (#"{"kind":"step","warmup":0}"#, #"{"kind":"step","warmup":{"epochs":0}}"#),
        // A start factor without a warm-up had no effect.
        (#"{"kind":"step","warmup":null,"warmupFrom":0.5}"#, #"{"kind":"step","warmup":null}"#),
        (#"{"kind":"step"}"#, #"{"kind":"step"}"#),
    ])
    func aWarmupIsAnObject(_ old: String, _ new: String) throws {
        let schedule = try JSONDocument(text: old, file: "old").value
        let current = RenamedSettings.current(["schedule": schedule])["schedule"]
        #expect(current?.canonical == new)
    }

    @Test func sweepsOfEarlierVersionsAreReadUnderTheCurrentNames() {
        let old: JSONValue = [
            "name": "a",
            "sweep": [
                "training.select": ["val_loss"], "training": [["select": "x"]],
                "schedule": ["cosine", ["kind": "step", "per": "step", "warmup": 2]],
                "schedule.per": ["step"], "schedule.warmup": [.null, 1],
                "schedule.warmupFrom": [0.1], "training.pruning": [["kind": "median", "least": 4]],
                "training.pruning.first": [1, 2],
                "dataset.augment": [[], [["kind": "noise", "deviation": 0.1]]],
                "dataset.augment[0].deviation": [0.1],
            ],
        ]
        let new: JSONValue = [
            "name": "a",
            "sweep": [
                "training.monitor": ["val_loss"], "training": [["monitor": "x"]],
                "schedule": [
                    "cosine", ["kind": "step", "interval": "step", "warmup": ["epochs": 2]],
                ],
                "schedule.interval": ["step"], "schedule.warmup": [.null, ["epochs": 1]],
                "schedule.warmup.startFactor": [0.1],
                "training.pruning": [["kind": "median", "minTrials": 4]],
                "training.pruning.minEpochs": [1, 2],
                "dataset.augment": [[], [["kind": "noise", "std": 0.1]]],
                "dataset.augment[0].std": [0.1],
            ],
        ]
        #expect(RenamedSettings.current(old) == new)
    }

    @Test(arguments: [
        ("training.select", "training.monitor"),
        ("sweep.training.select[0]", "sweep.training.monitor[0]"),
        ("training.selection", "training.selection"), ("schedule.per", "schedule.interval"),
        ("schedule.warmupFrom", "schedule.warmup.startFactor"),
        ("schedule.warmup", "schedule.warmup"), ("network.unfreezeAt", "network.unfreezeEpoch"),
        ("dataset.augment[1].deviation", "dataset.augment[1].std"),
        ("training.pruning.least", "training.pruning.minTrials"), ("seed", "seed"),
    ])
    func pathsOfEarlierVersions(_ old: String, _ new: String) {
        #expect(RenamedSettings.current(path: old) == new)
    }

    @Test(arguments: [
        ("schedule.per=step", "schedule.interval=step"),
        ("schedule.warmup=2", "schedule.warmup.epochs=2"),
        ("schedule.warmup=null", "schedule.warmup=null"), ("title=a=b", "title=a=b"),
        ("network.features=float16", "network.featurePrecision=float16"),
    ])
    func overridesOfEarlierVersions(_ old: String, _ new: String) {
        #expect(RenamedSettings.current(override: old) == new)
    }
}
