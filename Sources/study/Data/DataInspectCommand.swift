import ArgumentParser
import Datasets
import Files
import Foundation
import Images
import JSON
import Plotting
import Reports
import Runs
import Studies
import Terminal
import Vocabulary

/// The command `study data inspect`, which examines the images of a data set.
struct DataInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Examine a data set: class counts, sizes, duplicates, leaks between splits.",
        discussion: """
            Reports the number of images in each split and class, image sizes, color modes, unreadable images, identical \
            files, near duplicates, and patients with images in more than one split. --output also draws a contact sheet \
            and histograms of sizes and brightness. With --table, the labels come from a CSV file; the report also has \
            the layout of the table, what it leaves out, and the attributes of the images.

            The exit status is 1 if an image cannot be read, or if a patient or a file occurs in two splits.

            EXAMPLES
              study data inspect Data/chest_xray --output results/chest_xray
              study data inspect Data/chest_xray --split split.csv --json
              study data inspect Data/nih/images --table Data/nih/Data_Entry_2017.csv
            """)

    @Argument(help: "The data set's folder.", completion: .directory) var path: String
    @Option(help: ArgumentHelp("Use the splits in this CSV file.", valueName: "file"))
    var split: String?
    @Option(help: ArgumentHelp.table, completion: .file(extensions: ["csv", "gz", "json"]))
    var table: String?
    @Option(help: GroupPattern.help) var groupPattern: String?
    @Option(
        help: ArgumentHelp(
            "Maximum number of differing bits between the perceptual hashes of near duplicates.",
            valueName: "bits"))
    var distance = Look.distance
    @Option(help: ArgumentHelp("Draw charts into this folder.", valueName: "dir"))
    var output: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (0...16).contains(distance) else {
            throw ValidationError("--distance: must be in [0, 16]; got \(distance)")
        }
    }

    func run() throws {
        let rule: any SplitRule =
            split.map { ManifestSplit(SettingValues(["path": .string($0)])) }
            ?? OfficialSplit(SettingValues([:]))
        let labels = try table.map {
            try ImageTable(
                TableSettings(option: $0, catalog: .all), root: path, task: nil, onBadRow: .skip)
        }
        let dataset = try Dataset(
            root: path, rule: rule, groupPattern: groupPattern, table: labels)
        let console = Console()
        let start = ContinuousClock.now
        let inspection = try Inspection(dataset, distance: distance) { done, total in
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            let left = elapsed / Double(done) * Double(total - done)
            console.progress(
                "inspecting images: \(done) of \(total), \(Formatting.duration(left)) left")
        }
        console.close()
        if json { print(inspection.json.pretty) } else { print(inspection.text) }
        if let output {
            try InspectionCharts.draw(
                inspection.charts(columns: 12), to: output,
                command: "study data inspect \(path) --output \(output)")
            console.note("charts: \(output)")
        }
        if !inspection.unreadable.isEmpty || !inspection.splitsAreDisjoint { throw ExitCode(1) }
    }
}

extension Inspection {
    fileprivate var text: String {
        // Images with several labels have no majority class.
        let baseline = dataset.table?.matrix == nil ? "majority class" : ""
        let header = ["split"] + dataset.classes + ["images", baseline, "groups"]
        let rows = dataset.splits.map { split in
            let samples = dataset.samples(split)
            let groups = Set(dataset.groups(of: samples).compactMap { $0 })
            return [split.rawValue] + dataset.counts(split).map(String.init)
                + [
                    String(samples.count),
                    dataset.majorityBaseline(split).map { Formatting.percent($0) } ?? "",
                    !dataset.knowsGroups ? "?" : String(groups.count),
                ]
        }
        let lines =
            [textTable([header] + rows), dataset.groupText] + dataset.notes
            + (dataset.table.map { TableText($0, dataset).lines } ?? [])
        return
            (lines + unreadTexts + [sizeText] + imageNotes + duplicateTexts + unreadableTexts)
            .joined(separator: "\n")
    }

    private var unreadTexts: [String] {
        (dataset.unread.suspicions + [dataset.unread.note].compactMap { $0 })
            .map { "not read: \($0)" }
    }

    private var sizeText: String {
        let modes = modes.map { "\($0.count) \($0.mode.rawValue)" }.joined(separator: ", ")
        guard let width = range({ $0.width }), let height = range({ $0.height }) else {
            return "sizes: none"
        }
        return "sizes: width \(width.least) to \(width.most), median \(width.median); "
            + "height \(height.least) to \(height.most), median \(height.median)\ncolor modes: \(modes)"
    }

    private var duplicateTexts: [String] {
        let across = duplicates.filter { Set($0.map(\.split)).count > 1 }
        let copies = duplicates.reduce(0) { $0 + $1.count - 1 }
        let exact =
            "identical files: \(copies) copies in "
            + "\(Formatting.plural(duplicates.count, "set")), \(across.count) of the sets in more than one split"
        let shown = (across + duplicates.filter { Set($0.map(\.split)).count == 1 }).prefix(5).map {
            "  " + $0.map(\.sample.path).joined(separator: " = ")
        }
        let split = nearDuplicates.filter(\.isAcrossSplits)
        let near =
            "near duplicates (hashes differ in at most \(distance) of 64 bits, correlation at least \(Look.correlation)): "
            + "\(Formatting.plural(nearDuplicates.count, "pair")), "
            + "\(split.count) across splits, \(nearDuplicates.count { $0.isAcrossGroups }) across groups, "
            + "\(nearDuplicates.count { $0.isAcrossClasses }) across classes"
        let order = split + nearDuplicates.filter { !$0.isAcrossSplits }
        let pairs = order.prefix(5).map {
            "  \($0.first.sample.path) ~ \($0.second.sample.path) (\($0.distance))"
        }
        return [exact] + shown + Self.rest(duplicates.count - 5)
            + [near] + pairs + Self.rest(nearDuplicates.count - 5)
    }

    /// The last line of a shortened list.
    private static func rest(_ count: Int) -> [String] {
        count > 0 ? ["  and \(count) more"] : []
    }

    private var unreadableTexts: [String] {
        let shown = unreadable.prefix(20).map { "  \($0.sample.path) \($0.failure ?? "")" }
        return ["unreadable images: \(unreadable.count)"] + shown
            + Self.rest(unreadable.count - 20)
    }

    /// The content of the contact sheet and the histograms.
    fileprivate func charts(columns: Int) -> InspectionCharts.Content {
        let readable = images.filter { $0.content != nil }
        let rows = dataset.splits.flatMap { split in
            dataset.classes.enumerated().map { label, name in
                let all = readable.filter { $0.split == split && dataset.has(label, $0.sample) }
                let chosen = Stratification.evenlySpaced(min(columns, all.count), of: all.count)
                return ContactSheet.Row(
                    title: "\(split.rawValue) \(name)",
                    images: chosen.compactMap {
                        try? all[$0].square(side: InspectionCharts.side, of: dataset)
                    })
            }
        }
        let classes = dataset.classes.enumerated().map { label, name in
            let all = readable.filter { dataset.has(label, $0.sample) }.compactMap(\.content)
            return InspectionCharts.Series(
                name: name, widths: all.map { Double($0.width) },
                heights: all.map { Double($0.height) },
                brightness: all.map(\.brightness))
        }
        return InspectionCharts.Content(title: dataset.root, rows: rows, classes: classes)
    }
}
