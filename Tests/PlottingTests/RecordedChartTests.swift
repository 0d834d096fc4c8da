import Files
import Plotting
import SyntheticResults
import Testing
import TestSupport

@Suite struct RecordedChartTests {
    /// A chart that is not drawn any more fails, and so does a new one that is not recorded.
    @Test func scriptsAndDataAreAsRecorded() throws {
        var files: Set<String> = []
        for shape in Synthetic.recorded {
            for (chart, drawing) in ChartGallery(shape.study.analysis).drawings {
                let texts = ["gp": drawing.script, "csv": drawing.data.text]
                for (kind, text) in texts {
                    let file = "\(shape.name)-\(chart).\(kind)"
                    try TextGolden.expect(text, "charts/\(file)")
                    files.insert(file)
                }
            }
        }
        try TextGolden.expectOnly(files, in: "charts")
    }
}
