import ArgumentParser
import Results
import Runs

@main
struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract:
            "Run reproducible experiments from a JSON file: networks x learning-rate schedules x seeds.",
        discussion: """
            A study file names a data set, networks, learning-rate schedules and seeds. 'study run' trains one trial for \
            each combination and writes metrics, charts and a report to results/<name>/.

            EXAMPLES
              study run Studies/lr-sweep.json
              study run Studies/lr-sweep.json --set training.epochs=2 --filter 'cnn4-cosine-*'
              study plan Studies/lr-sweep.json
              study report results/lr-sweep
            """,
        version: CodeVersion.text,
        subcommands: [
            InitCommand.self, RunCommand.self, ValidateCommand.self, PlanCommand.self,
            StatusCommand.self,
            PlotCommand.self, ReportCommand.self, CompareCommand.self, DataCommand.self,
            BenchCommand.self,
            SchemaCommand.self, TrialCommand.self, WeightsCommand.self, PredictCommand.self,
            ExplainCommand.self, CancelCommand.self, CacheCommand.self, BatchCommand.self,
            LRFindCommand.self, VerifyCommand.self, LockCommand.self,
            ServeCommand.self, TrackCommand.self, RegisterCommand.self, ModelsCommand.self,
            ExportCommand.self, CleanCommand.self,
        ])
}
