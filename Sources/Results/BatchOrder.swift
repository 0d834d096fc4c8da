import JSON
package import Studies

/// The parameters of a run on a cluster, which are the same in all of its batches.
package struct BatchOrder: Sendable, Hashable {
    /// The path of the study file as it was typed.
    package var studyFile: String
    /// The folder to which relative paths in the study refer.
    package var studyFolder: String
    /// The folder to which relative paths in the overrides refer, and in which the jobs start.
    package var currentDirectory: String
    /// The values of `--set`, in order.
    package var overrides: [String]
    /// The resources that the jobs request.
    package var settings: ExecutorSettings
    /// The number of retries for a failed trial.
    package var retries: Int
    /// The number of tasks that run at the same time; nil: no limit.
    package var limit: Int?
    /// The ids of the trials that may be trained.
    package var selected: Set<String>
    /// Whether `report.html` is written with the report.
    package var makesPage: Bool

    package init(
        studyFile: String, studyFolder: String, currentDirectory: String, overrides: [String],
        settings: ExecutorSettings, retries: Int, limit: Int?, selected: Set<String>,
        makesPage: Bool = false
    ) {
        self.studyFile = studyFile
        self.studyFolder = studyFolder
        self.currentDirectory = currentDirectory
        self.overrides = overrides
        self.settings = settings
        self.retries = retries
        self.limit = limit
        self.selected = selected
        self.makesPage = makesPage
    }
}

extension BatchOrder: Codable {
    private enum CodingKeys: String, CodingKey {
        case studyFile, studyFolder, currentDirectory, overrides, settings, retries, limit, selected
        case makesPage
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let settings = try container.decode(String.self, forKey: .settings)
        self.init(
            studyFile: try container.decode(String.self, forKey: .studyFile),
            studyFolder: try container.decode(String.self, forKey: .studyFolder),
            currentDirectory: try container.decode(String.self, forKey: .currentDirectory),
            overrides: try container.decode([String].self, forKey: .overrides),
            settings: try ExecutorSettings(
                json: try JSONDocument(text: settings, file: "settings").value, file: "batch.json"),
            retries: try container.decode(Int.self, forKey: .retries),
            limit: try container.decodeIfPresent(Int.self, forKey: .limit),
            selected: try container.decode(Set<String>.self, forKey: .selected),
            // Records of earlier versions do not have this member.
            makesPage: try container.decodeIfPresent(Bool.self, forKey: .makesPage) ?? false)
    }

    /// Writes the settings as a string of JSON, as a study file has them.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(studyFile, forKey: .studyFile)
        try container.encode(studyFolder, forKey: .studyFolder)
        try container.encode(currentDirectory, forKey: .currentDirectory)
        try container.encode(overrides, forKey: .overrides)
        try container.encode(settings.json.canonical, forKey: .settings)
        try container.encode(retries, forKey: .retries)
        try container.encodeIfPresent(limit, forKey: .limit)
        try container.encode(selected.sorted(), forKey: .selected)
        try container.encode(makesPage, forKey: .makesPage)
    }
}
