package import Results
package enum Charts { package static func plot(_ folder: ResultsFolder) throws -> [String] { [] } }
package enum GnuplotError: Error { case missing }
package enum Report {
    package static func write(_ folder: ResultsFolder) throws -> String { folder.reportPath }
}
